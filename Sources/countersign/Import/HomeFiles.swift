import Countersign
import ForeignFormats
import Words

/// The files of google-authenticator in all homes of this machine.
enum HomeFiles {
  private static let name = FilePath(".google_authenticator")
  /// In bytes; what google-authenticator itself reads at most.
  private static let largestSize = 65_536

  /// Reads each account's file as that account.
  ///
  /// - Parameter findings: what there is to say of files that cannot be read. Accounts without one are passed over.
  static func read(_ findings: inout [ImportFinding]) throws(Complaint) -> [ImportInput] {
    let accounts = try Complaint.attempting("cannot list the accounts") { () throws(SystemFailure) in
      try UserDatabase.accounts()
    }
    var inputs: [ImportInput] = []
    var seen: Set<[UInt8]> = []
    for account in accounts where seen.insert(account.name.bytes).inserted {
      guard let home = HomeFile.home(of: account.name) else { continue }
      let file = home + Array("/.google_authenticator".utf8)
      do throws(SystemFailure) {
        let content = try HomeFile.read(name, of: account.name, upTo: largestSize)
        inputs.append(ImportInput(name: file, owner: account.name.bytes, content: content))
      } catch {
        // Homes that many accounts of the system share are nobody's own.
        guard error.errno != .noEntry, error.errno != .notDirectory, account.hasShell else { continue }
        findings.append(ImportFinding(ImportPlace(file: file), refusal(error, account.name)))
      }
    }
    return inputs
  }

  private static func refusal(_ failure: SystemFailure, _ user: UserName) -> ImportFinding.Outcome {
    let name = DisplayText.of(user)
    let hint = said("look at it; countersign import google-authenticator FILE --user \(name) takes it by hand")
    return switch failure.errno {
    case .notPermitted: .refused(said("it is in the home of \(name) and belongs to somebody else"), hint: hint)
    case .invalid: .refused(said("it is no regular file"), hint: hint)
    case .tooManyLinks: .refused(said("it is a link, which is not followed in homes"), hint: hint)
    case .fileTooLarge: .refused(said("it has more than \(largestSize / 1_024) KiB"), hint: hint)
    default: .refused(said("it cannot be read as \(name): \(Complaint.meaning(failure))"), hint: hint)
    }
  }
}
