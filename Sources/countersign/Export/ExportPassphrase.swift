import Countersign
import Words

/// The passphrase of a key container: typed twice at a terminal, one line elsewhere.
enum ExportPassphrase {
  /// In bytes. Whoever has the file can try passphrases at leisure.
  private static let shortest = 12

  static func ask() throws(Complaint) -> SharedSecret {
    let dialogue = try Dialogue(consequence: "nothing was exported")
    let passphrase = try dialogue.askHidden("Passphrase for the file: ")
    guard passphrase.count >= shortest else {
      throw Complaint(
        "the passphrase has fewer than \(shortest) bytes",
        hint: "take several words, as whoever gets the file can try passphrases at leisure")
    }
    if StandardStream.input.isTerminal {
      let again = try dialogue.askHidden("The same once more: ")
      guard areEqual(passphrase, again) else {
        throw Complaint("the two passphrases differ", hint: "nothing was exported")
      }
    }
    return SharedSecret(passphrase)
  }

  private static func areEqual(_ left: borrowing SecretBytes, _ right: borrowing SecretBytes) -> Bool {
    ConstantTime.equal(left.bytes, right.bytes)
  }
}
