import Countersign
import OATH

/// Reads what a key was programmed with: two lines of standard input, or two questions.
enum KeySecret {
  /// - Returns: the AES key, then the private identity.
  static func read(_ dialogue: borrowing Dialogue) throws(Complaint) -> SecretBytes {
    let key = try part("secret key", YubicoOTP.keyLength, dialogue)
    let identity = try part("private identity", YubicoOTP.privateIdentityLength, dialogue)
    return try Complaint.attempting("keep the secret") { () throws(SystemFailure) in
      var secret = try SecretBytes(capacity: YubicoOTP.secretLength)
      secret.append(key.bytes)
      secret.append(identity.bytes)
      return secret
    }
  }

  private static func part(
    _ name: String, _ length: Int, _ dialogue: borrowing Dialogue
  ) throws(Complaint) -> SecretBytes {
    let text = try dialogue.askHidden("The \(name), \(2 * length) hexadecimal digits: ")
    let hint = "it has \(2 * length) hexadecimal digits; the program that programmed the key shows it"
    let part = try HexadecimalSecret.read(text.bytes, called: "the \(name)", hint: hint)
    guard part.count == length else {
      throw Complaint("the \(name) has \(part.count) bytes, and \(length) are needed", hint: hint)
    }
    return part
  }
}
