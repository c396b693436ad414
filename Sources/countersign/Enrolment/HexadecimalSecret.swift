import Countersign
import Words

/// Reads a secret as vendors print it: hexadecimal digits of either case, with or without blanks, colons and hyphens.
enum HexadecimalSecret {
  /// - Parameters:
  ///   - name: what it is, for what is said if it is wrong.
  ///   - hint: what to do then.
  static func read(
    _ text: Span<UInt8>, called name: String = said("the secret"),
    hint: Message = "it has the digits 0 to 9 and A to F; without --hex it is read as Base32"
  ) throws(Complaint) -> SecretBytes {
    var secret: SecretBytes
    do { secret = try SecretBytes(capacity: text.count / 2 + 1) } catch {
      throw Complaint(error, doing: "cannot read the secret")
    }
    var high: UInt8?
    for index in text.indices where !isSeparator(text[index]) {
      guard let digit = value(text[index]) else {
        throw Complaint(
          "\(name) is not hexadecimal: character \(index + 1) is no digit of it", hint: hint)
      }
      if let first = high {
        secret.append(first << 4 | digit)
        high = nil
      } else {
        high = digit
      }
    }
    guard high == nil else {
      throw Complaint("\(name) has an odd number of hexadecimal digits", hint: "a byte has two of them")
    }
    return secret
  }

  private static func isSeparator(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: ":") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "\t")
  }

  private static func value(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    default: nil
    }
  }
}
