import Countersign
import Words

/// Two codes that a device showed one after the other.
struct CodePair: ~Copyable {
  let first: SecretBytes
  let second: SecretBytes

  private init(first: consuming SecretBytes, second: consuming SecretBytes) {
    self.first = first
    self.second = second
  }

  /// The codes of a command line; if it has none, they are asked for.
  static func of(_ device: Device, given: [String]) throws(Complaint) -> CodePair {
    if let first = given.first, let second = given.dropFirst().first {
      return CodePair(first: try bytes(first), second: try bytes(second))
    }
    let dialogue = try Dialogue(consequence: "nothing was changed")
    let next: Message =
      switch device.kind {
      case .totp: "The next one, when it has changed: "
      case .hotp, .yubicoOTP, .ocra, .sent, .fido2, .agent: "The next one: "
      }
    let first = try dialogue.ask("Code shown now: ")
    return CodePair(first: first, second: try dialogue.ask(next))
  }

  /// Whether somebody did not wait for the second one.
  var areEqual: Bool { ConstantTime.equal(first.bytes, second.bytes) }

  private static func bytes(_ text: String) throws(Complaint) -> SecretBytes {
    try Complaint.attempting("cannot take the code") { () throws(SystemFailure) in
      let bytes = Array(text.utf8)
      return try SecretBytes(copying: bytes.span)
    }
  }
}
