/// The challenge-response algorithm of RFC 6287, one way, save for the HMAC itself, which the caller brings.
public enum OCRA {
  /// Room of a challenge in what is hashed, in bytes (5.1).
  public static let questionRoom = 128

  /// How long the message of a suite is, in bytes.
  public static func messageLength(_ suite: OCRASuite) -> Int {
    suite.text.count + 1 + questionRoom + (suite.hasCounter ? 8 : 0) + (suite.pin?.digestLength ?? 0)
      + (suite.timeStep == nil ? 0 : 8)
  }

  /// What the HMAC is taken of, up to the digest of the PIN (5.1 and 6.3).
  ///
  /// - Parameters:
  ///   - counter: counts where the suite has a counter.
  ///   - question: characters that the suite's form knows.
  /// - Returns: `nil` for a question that does not fit the suite.
  public static func beginning(_ suite: OCRASuite, counter: UInt64, question: [UInt8]) -> [UInt8]? {
    guard let encoded = encode(question, suite) else { return nil }
    var bytes = suite.text
    bytes.append(0)
    if suite.hasCounter { append(counter, to: &bytes) }
    bytes += encoded
    for _ in encoded.count..<questionRoom { bytes.append(0) }
    return bytes
  }

  /// What stands behind the digest of the PIN.
  public static func ending(_ suite: OCRASuite, timeStep: UInt64) -> [UInt8] {
    var bytes: [UInt8] = []
    if suite.timeStep != nil { append(timeStep, to: &bytes) }
    return bytes
  }

  private static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    for place in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: number >> (56 - 8 * UInt64(place)))) }
  }

  /// The bytes of a challenge, without the zeros behind them.
  private static func encode(_ question: [UInt8], _ suite: OCRASuite) -> [UInt8]? {
    guard (1...suite.questionLength).contains(question.count) else { return nil }
    switch suite.questionForm {
    case .alphanumeric: return question.allSatisfy(isAlphanumeric) ? question : nil
    case .hexadecimal: return digits(of: question, below: 16).map(packed)
    case .numeric: return digits(of: question, below: 10).map { packed(hexadecimal($0)) }
    }
  }

  private static func isAlphanumeric(_ character: UInt8) -> Bool {
    switch character {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"):
      true
    default: false
    }
  }

  private static func digits(of text: [UInt8], below base: UInt8) -> [UInt8]? {
    var digits: [UInt8] = []
    for character in text {
      let value: UInt8
      switch character {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = character - UInt8(ascii: "0")
      case UInt8(ascii: "A")...UInt8(ascii: "F"): value = character - UInt8(ascii: "A") + 10
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = character - UInt8(ascii: "a") + 10
      default: return nil
      }
      guard value < base else { return nil }
      digits.append(value)
    }
    return digits
  }

  /// A decimal number in hexadecimal digits, without zeros in front (but 0 itself).
  private static func hexadecimal(_ decimal: [UInt8]) -> [UInt8] {
    // Lowest first.
    var digits: [UInt8] = [0]
    for digit in decimal {
      var carry = UInt16(digit)
      for index in digits.indices {
        let sum = UInt16(digits[index]) * 10 + carry
        digits[index] = UInt8(sum & 0x0F)
        carry = sum >> 4
      }
      if carry > 0 { digits.append(UInt8(truncatingIfNeeded: carry)) }
    }
    return digits.reversed()
  }

  /// Two digits a byte, an odd one in the high half of the last.
  private static func packed(_ digits: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    for index in stride(from: 0, to: digits.count, by: 2) {
      bytes.append(digits[index] << 4 | (index + 1 < digits.count ? digits[index + 1] : 0))
    }
    return bytes
  }
}
