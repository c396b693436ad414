import Countersign

/// A time as directories write it, in UTC: `20261126115300Z`.
enum GeneralizedTime {
  static func text(_ seconds: UInt64) -> String {
    String(decoding: UniversalTime.text(seconds).filter(isDigit), as: UTF8.self) + "Z"
  }

  /// Seconds since 1970; a fraction is left out.
  ///
  /// - Returns: `nil` for what is no time in UTC.
  static func seconds(_ text: String) -> UInt64? {
    let digits = Array(text.utf8.prefix { isDigit($0) })
    let rest = text.dropFirst(digits.count)
    guard digits.count == 14, rest == "Z" || (rest.first == "." && rest.last == "Z") else { return nil }
    var spelled: [UInt8] = []
    for (index, digit) in digits.enumerated() {
      switch index {
      case 4, 6: spelled.append(UInt8(ascii: "-"))
      case 8: spelled.append(UInt8(ascii: "T"))
      case 10, 12: spelled.append(UInt8(ascii: ":"))
      default: break
      }
      spelled.append(digit)
    }
    return UniversalTime.seconds((spelled + [UInt8(ascii: "Z")])[...])
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
