/// Durations as a policy writes them: `30s`, `15m`, `8h`, `1d`, and several together from the largest, `1h30m`.
public enum PolicyDuration {
  /// In seconds: 366 days.
  public static let longest: UInt64 = 366 * 86_400

  /// - Returns: seconds, 1 to ``longest``; `nil` for another spelling, and for more or less.
  public static func seconds(_ text: ArraySlice<UInt8>) -> UInt64? {
    var total: UInt64 = 0
    var smallest = UInt64.max
    var rest = text
    while !rest.isEmpty {
      guard let end = rest.firstIndex(where: { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }),
        let unit = unit(rest[end]), unit < smallest, let number = FieldReader.number(rest[..<end], upTo: longest)
      else { return nil }
      total = total &+ number &* unit
      guard total <= longest else { return nil }
      smallest = unit
      rest = rest[(end + 1)...]
    }
    return total > 0 ? total : nil
  }

  private static func unit(_ byte: UInt8) -> UInt64? {
    switch byte {
    case UInt8(ascii: "s"): 1
    case UInt8(ascii: "m"): 60
    case UInt8(ascii: "h"): 3_600
    case UInt8(ascii: "d"): 86_400
    default: nil
    }
  }
}
