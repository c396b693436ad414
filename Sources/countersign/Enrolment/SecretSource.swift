import Countersign
import OATH
import Words

/// Where the secret of a new device comes from.
enum SecretSource {
  /// From the kernel: 160 bits, as RFC 4226 section 4 recommends.
  case random
  /// From standard input, one line.
  case typed(Spelling)

  enum Spelling {
    case base32, hexadecimal
  }

  static let randomByteCount = 20
  /// NIST SP 800-63B 3.1.4.1 demands 112 bits, RFC 4226 section 4 demands 128.
  static let leastByteCount = 14
  static let recommendedByteCount = 16
  /// What a record has room for.
  static let mostByteCount = 128

  func secret(_ dialogue: borrowing Dialogue) throws(Complaint) -> SecretBytes {
    switch self {
    case .random:
      do { return try SecretSource.random() } catch { throw Complaint(error, doing: "cannot make a secret") }
    case .typed(.base32):
      let text = try dialogue.askHidden("Secret, in Base32: ")
      return try SecretSource.checked(SecretSource.base32(text.bytes))
    case .typed(.hexadecimal):
      let text = try dialogue.askHidden("Secret, in hexadecimal: ")
      return try SecretSource.checked(HexadecimalSecret.read(text.bytes))
    }
  }

  private static func random() throws(SystemFailure) -> SecretBytes {
    var secret = try SecretBytes(capacity: randomByteCount)
    secret.resize(to: randomByteCount)
    var room = secret.mutableBytes
    try Randomness.fill(&room)
    return secret
  }

  private static func base32(_ text: Span<UInt8>) throws(Complaint) -> SecretBytes {
    var secret: SecretBytes
    do { secret = try SecretBytes(capacity: max(Base32.maximumByteCount(ofTextLength: text.count), 1)) } catch {
      throw Complaint(error, doing: "cannot read the secret")
    }
    do throws(Base32Error) {
      try Base32.decodeTyped(text, to: &secret)
    } catch {
      throw Complaint(
        "the secret is not Base32: \(sentence(error))",
        hint: "it has the letters A to Z and the digits 2 to 7; --hex takes hexadecimal digits")
    }
    return secret
  }

  private static func sentence(_ error: Base32Error) -> String {
    switch error {
    case .badCharacter(let position): said("character \(position) is none of its letters and digits")
    case .impossibleLength: said("no whole number of bytes has as many characters")
    case .trailingBits: said("it is cut or mistyped at its end")
    case .misplacedPadding: said("there is a = where none belongs")
    case .noRoom: said("it is too long")
    case .empty: said("it is empty")
    }
  }

  private static func checked(_ secret: consuming SecretBytes) throws(Complaint) -> SecretBytes {
    let bits = secret.count * 8
    guard secret.count >= leastByteCount else {
      throw Complaint(
        "the secret has \(bits) bits, and at least \(leastByteCount * 8) are needed",
        hint: "without --secret-stdin a secret of \(randomByteCount * 8) bits is made")
    }
    guard secret.count <= mostByteCount else {
      throw Complaint(
        "the secret has \(bits) bits, and at most \(mostByteCount * 8) can be stored",
        hint: "without --secret-stdin a secret of \(randomByteCount * 8) bits is made")
    }
    if secret.count < recommendedByteCount {
      Terminal.warn("the secret has \(bits) bits; RFC 4226 asks for \(recommendedByteCount * 8) or more")
    }
    return secret
  }
}
