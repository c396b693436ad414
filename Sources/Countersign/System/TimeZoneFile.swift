/// A time zone file: TZif of version 1 to 4 (RFC 9636, `tzfile(5)`).
enum TimeZoneFile {
  /// No zone is farther from UTC, in seconds (RFC 9636 section 3.2).
  static let farthest: Int64 = 93_599

  /// How far the clock on the wall is ahead of UTC.
  ///
  /// - Parameters:
  ///   - time: seconds since 1970, less than ``LocalTime/end``.
  ///   - file: all of the file, which is checked as a whole.
  /// - Returns: seconds.
  static func offset(at time: Int64, _ file: [UInt8]) throws(TimeZoneFlaw) -> Int64 {
    let old = try TimeZoneBlock(file, from: 0, bytesOfTime: 4)
    guard old.version > 0 else {
      guard old.end == file.count else { throw .length }
      try old.check()
      if let offset = try old.offset(at: time) { return offset }
      return try old.lastOffset()
    }
    // The old block is there for readers of version 1, and may say nothing.
    let block = try TimeZoneBlock(file, from: old.end, bytesOfTime: 8)
    guard block.version == old.version else { throw .header }
    try block.check()
    let footer = try rule(file[block.end...])
    if let offset = try block.offset(at: time) { return offset }
    if let footer { return footer.offset(at: time) }
    return try block.lastOffset()
  }

  /// The footer: a rule between two newlines, which may be empty.
  private static func rule(_ footer: ArraySlice<UInt8>) throws(TimeZoneFlaw) -> TimeZoneRule? {
    let newline = UInt8(ascii: "\n")
    guard footer.count >= 2, footer.count <= 256, footer.first == newline, footer.last == newline else { throw .length }
    let text = footer.dropFirst().dropLast()
    guard !text.isEmpty else { return nil }
    guard let rule = TimeZoneRule(text) else { throw .rule }
    return rule
  }
}
