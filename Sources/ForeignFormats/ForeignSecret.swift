import Countersign
import OATH
import Words

/// Reads secrets as other programs write them, which is not always as standards have it.
enum ForeignSecret {
  /// Why a text is no secret; holds nothing of it.
  enum Flaw: Error, Equatable {
    /// - Parameter position: from 1.
    case badCharacter(position: Int)
    case badLength
    case empty
    case noMemory

    /// Behind "the secret is not Base32: ".
    var sentence: String {
      switch self {
      case .badCharacter(let position): said("character \(position) is none of its letters and digits")
      case .badLength: said("no whole number of bytes has as many characters")
      case .empty: said("it is empty")
      case .noMemory: said("there is no memory for it")
      }
    }
  }

  /// Base32 as authenticator apps take it: either case, blanks and hyphens anywhere, padding at the end or not, and
  /// whatever bits are left at the end dropped.
  ///
  /// - Parameter forgiving: as google-authenticator reads it: `0`, `1` and `8` stand for O, L and B, and `=` is wrong.
  static func base32(_ text: Span<UInt8>, forgiving: Bool = false) throws(Flaw) -> SharedSecret {
    var secret = try room(text.count * 5 / 8 + 1)
    var pending: UInt32 = 0
    var bits = 0
    var isOver = false
    for index in text.indices {
      let byte = text[index]
      if isSeparator(byte) { continue }
      if byte == UInt8(ascii: "="), !forgiving {
        isOver = true
        continue
      }
      guard !isOver, let value = value(forgiving ? corrected(byte) : byte) else {
        throw .badCharacter(position: index + 1)
      }
      pending = (pending << 5 | value) & 0xFFF
      bits += 5
      guard bits >= 8 else { continue }
      bits -= 8
      secret.append(UInt8(truncatingIfNeeded: pending >> UInt32(bits)))
    }
    return try finished(secret)
  }

  /// Hexadecimal digits of either case.
  static func hexadecimal(_ text: Span<UInt8>) throws(Flaw) -> SharedSecret {
    guard text.count % 2 == 0 else { throw .badLength }
    var secret = try room(text.count / 2)
    for index in text.indices where index % 2 == 0 {
      guard let high = digit(text[index]) else { throw .badCharacter(position: index + 1) }
      guard let low = digit(text[index + 1]) else { throw .badCharacter(position: index + 2) }
      secret.append(high << 4 | low)
    }
    return try finished(secret)
  }

  /// Base64 with the alphabet of RFC 4648 section 4 or 5, padding at the end or not.
  static func base64(_ text: Span<UInt8>) throws(Flaw) -> SharedSecret {
    var secret = try room(text.count * 3 / 4 + 1)
    var pending: UInt32 = 0
    var bits = 0
    var symbols = 0
    var isOver = false
    for index in text.indices {
      if text[index] == UInt8(ascii: "=") {
        isOver = true
        continue
      }
      guard !isOver, let value = base64Value(text[index]) else { throw .badCharacter(position: index + 1) }
      symbols += 1
      pending = (pending << 6 | value) & 0xFFFF
      bits += 6
      guard bits >= 8 else { continue }
      bits -= 8
      secret.append(UInt8(truncatingIfNeeded: pending >> UInt32(bits)))
    }
    guard symbols % 4 != 1 else { throw .badLength }
    return try finished(secret)
  }

  private static func room(_ count: Int) throws(Flaw) -> SecretBytes {
    do { return try SecretBytes(capacity: max(count, 1)) } catch { throw .noMemory }
  }

  private static func finished(_ secret: consuming SecretBytes) throws(Flaw) -> SharedSecret {
    guard secret.count > 0 else { throw .empty }
    return SharedSecret(secret)
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "\r")
  }

  private static func corrected(_ byte: UInt8) -> UInt8 {
    switch byte {
    case UInt8(ascii: "0"): UInt8(ascii: "O")
    case UInt8(ascii: "1"): UInt8(ascii: "L")
    case UInt8(ascii: "8"): UInt8(ascii: "B")
    default: byte
    }
  }

  private static func value(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a"))
    case UInt8(ascii: "2")...UInt8(ascii: "7"): UInt32(byte - UInt8(ascii: "2") + 26)
    default: nil
    }
  }

  private static func base64Value(_ byte: UInt8) -> UInt32? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(byte - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(byte - UInt8(ascii: "a") + 26)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0") + 52)
    case UInt8(ascii: "+"), UInt8(ascii: "-"): 62
    case UInt8(ascii: "/"), UInt8(ascii: "_"): 63
    default: nil
    }
  }

  /// The value of a hexadecimal digit of either case.
  static func digit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
