import Countersign
import OATH
import Words

/// Reads what a key was programmed with: two lines of standard input, or two questions.
enum KeySecret {
  /// - Returns: the AES key, then the private identity.
  static func read(_ dialogue: borrowing Dialogue) throws(Complaint) -> SecretBytes {
    let key = try part(
      YubicoOTP.keyLength, dialogue, "The secret key, \(2 * YubicoOTP.keyLength) hexadecimal digits: ",
      called: said("the secret key"))
    let identity = try part(
      YubicoOTP.privateIdentityLength, dialogue,
      "The private identity, \(2 * YubicoOTP.privateIdentityLength) hexadecimal digits: ",
      called: said("the private identity"))
    return try Complaint.attempting("cannot keep the secret") { () throws(SystemFailure) in
      var secret = try SecretBytes(capacity: YubicoOTP.secretLength)
      secret.append(key.bytes)
      secret.append(identity.bytes)
      return secret
    }
  }

  private static func part(
    _ length: Int, _ dialogue: borrowing Dialogue, _ question: Message, called name: String
  ) throws(Complaint) -> SecretBytes {
    let text = try dialogue.askHidden(question)
    let hint: Message = "it has \(2 * length) hexadecimal digits; the program that programmed the key shows it"
    let part = try HexadecimalSecret.read(text.bytes, called: name, hint: hint)
    guard part.count == length else {
      throw Complaint("\(name) has \(part.count) bytes, and \(length) are needed", hint: hint)
    }
    return part
  }
}
