import Countersign
import OATH
import Words

/// Reads what is in a token that answers challenges: its key and, where its suite has one, the PIN.
enum TokenSecret {
  /// - Returns: the digest of the PIN, if there is one, then the key.
  static func read(
    _ suite: OCRASuite, _ source: SecretSource, _ dialogue: borrowing Dialogue
  ) throws(Complaint) -> SecretBytes {
    let key = try source.secret(dialogue)
    guard let algorithm = suite.pin else { return key }
    let pin = try dialogue.askHidden("PIN of the token: ")
    guard pin.count > 0 else {
      throw Complaint("no PIN was given", hint: "the suite has one: it is part of each answer")
    }
    let room = SealedSecret.longestSecret - algorithm.digestLength
    guard key.count <= room else {
      throw Complaint(
        "the key has \(key.count * 8) bits, and beside the PIN at most \(room * 8) can be stored",
        hint: "longer keys add nothing (RFC 2104 section 3)")
    }
    return try Complaint.attempting("cannot keep the secret") { () throws(SystemFailure) in
      let digest = try PINDigest.of(pin.bytes, algorithm)
      var secret = try SecretBytes(capacity: digest.count + key.count)
      secret.append(digest.bytes)
      secret.append(key.bytes)
      return secret
    }
  }
}
