import Countersign

/// A time of XML Schema (`xs:dateTime`): `2026-12-31T00:00:00Z`, also with fractions, with `+01:00` or without a zone.
enum PSKCTime {
  private static let shortest = 19

  /// Seconds since 1970; fractions are dropped, and a time without a zone is in UTC.
  static func seconds(_ text: [UInt8]) -> UInt64? {
    guard text.count >= shortest,
      let seconds = UniversalTime.seconds((text.prefix(shortest) + [UInt8(ascii: "Z")])[...])
    else { return nil }
    var rest = text.dropFirst(shortest)
    if rest.first == UInt8(ascii: ".") { rest = rest.dropFirst().drop(while: isDigit) }
    guard let east = east(rest) else { return nil }
    return east < 0 ? seconds + east.magnitude : (seconds >= east.magnitude ? seconds - east.magnitude : nil)
  }

  /// How far a zone is ahead of UTC, in seconds.
  private static func east(_ zone: ArraySlice<UInt8>) -> Int64? {
    if zone.isEmpty || zone.elementsEqual([UInt8(ascii: "Z")]) { return 0 }
    let fields = Array(zone)
    guard fields.count == 6, fields[3] == UInt8(ascii: ":"), [0x2B, 0x2D].contains(fields[0]),
      [1, 2, 4, 5].allSatisfy({ isDigit(fields[$0]) })
    else { return nil }
    let digits = fields.map { Int64($0) - 0x30 }
    let (hours, minutes) = (digits[1] * 10 + digits[2], digits[4] * 10 + digits[5])
    guard hours <= 14, minutes < 60 else { return nil }
    let distance = hours * 3_600 + minutes * 60
    return fields[0] == UInt8(ascii: "-") ? -distance : distance
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }
}
