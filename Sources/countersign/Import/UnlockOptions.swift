import ArgumentParser
import Countersign
import ForeignFormats
import Words

/// What encrypted files are opened with.
struct UnlockOptions: ParsableArguments {
  @Option(
    help: .said("A file with the pre-shared key, as bytes or in hexadecimal.", valueName: "file"))
  var keyFile: String?

  @Flag(help: .said("Read a passphrase from standard input, one line for each file that needs one."))
  var passphraseStdin = false

  /// What opens a file; at a terminal it is asked for. Without it the reader refuses what is encrypted.
  func key(for need: ImportNeed, of file: String) throws(Complaint) -> ImportKey {
    switch need {
    case .nothing: return .none
    case .preSharedKey:
      if let keyFile { return .preShared(try KeyFile.read(keyFile)) }
      guard StandardStream.input.isTerminal else { return .none }
      let typed = try ask("The pre-shared key of \(file), in hexadecimal: ")
      return .preShared(SharedSecret(try HexadecimalSecret.read(typed.bytes)))
    case .passphrase:
      guard passphraseStdin || StandardStream.input.isTerminal else { return .none }
      return .passphrase(SharedSecret(try ask("The passphrase of \(file): ")))
    }
  }

  private func ask(_ question: Message) throws(Complaint) -> SecretBytes {
    let dialogue = try Dialogue(consequence: "nothing was imported")
    return try dialogue.askHidden(question)
  }
}
