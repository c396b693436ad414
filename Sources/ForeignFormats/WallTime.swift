import Countersign

/// A time as users files have it, `2006-12-07T00:00:00L`: by the clock on the wall, without a zone.
enum WallTime {
  /// Whether a word has this form.
  static func reads(_ text: Span<UInt8>, _ word: Range<Int>) -> Bool { fields(text, word) != nil }

  /// Seconds since 1970 when the clock on the wall of this machine showed it, in the present offset from UTC.
  static func seconds(_ text: Span<UInt8>, _ word: Range<Int>) -> UInt64? {
    guard let universal = fields(text, word).flatMap({ UniversalTime.seconds($0[...]) }) else { return nil }
    guard let wall = Int64(exactly: universal), let moment = try? LocalTime.moment(at: universal) else { return nil }
    let shown = moment.date.daysSince1970 * 86_400 + Int64(moment.minute) * 60 + wall % 60
    return UInt64(exactly: wall - (shown - wall))
  }

  /// The word as RFC 3339 has it, with Z in place of L.
  private static func fields(_ text: Span<UInt8>, _ word: Range<Int>) -> [UInt8]? {
    guard word.count == 20, text[word.upperBound - 1] == UInt8(ascii: "L") else { return nil }
    let spelled = text.copy(word.lowerBound..<word.upperBound - 1) + [UInt8(ascii: "Z")]
    return UniversalTime.seconds(spelled[...]) == nil ? nil : spelled
  }
}
