/// The rule for the times behind a zone file's last change: POSIX `TZ`, with the hours beyond a day of RFC 9636
/// section 3.3.1.
struct TimeZoneRule: Equatable {
  /// When summer time begins and ends.
  struct Summer: Equatable {
    /// Seconds ahead of UTC.
    let offset: Int64
    let start: TimeZoneChange
    let end: TimeZoneChange
  }

  /// Seconds ahead of UTC.
  let standard: Int64
  /// `nil` in a zone without summer time.
  let summer: Summer?

  /// - Returns: `nil` for anything that is no rule; a summer without dates is none here.
  init?(_ text: ArraySlice<UInt8>) {
    var reader = TimeZoneRuleReader(text)
    guard reader.takeName(), let standard = reader.offset() else { return nil }
    self.standard = -standard
    guard !reader.isAtEnd else {
      summer = nil
      return
    }
    guard reader.takeName() else { return nil }
    var offset = self.standard + 3_600
    if !reader.isAt(UInt8(ascii: ",")) {
      guard let given = reader.offset() else { return nil }
      offset = -given
    }
    guard reader.take(UInt8(ascii: ",")), let start = reader.change(), reader.take(UInt8(ascii: ",")),
      let end = reader.change(), reader.isAtEnd
    else { return nil }
    summer = Summer(offset: offset, start: start, end: end)
  }

  /// Seconds ahead of UTC.
  ///
  /// - Parameter time: seconds since 1970, of a year up to 9999.
  func offset(at time: Int64) -> Int64 {
    guard let summer else { return standard }
    let year = PolicyDate(daysSince1970: time.floorDivided(by: 86_400)).year
    var last = Int64.min
    var isSummer = false
    // The clock may have been changed last in the year before, and hours beyond a day reach into the next.
    for year in (year - 1)...(year + 1) {
      let end = summer.end.seconds(in: year) - summer.offset
      if end <= time, end > last {
        last = end
        isSummer = false
      }
      let start = summer.start.seconds(in: year) - standard
      // At the end that is a start, too, summer goes on.
      if start <= time, start >= last {
        last = start
        isSummer = true
      }
    }
    return isSummer ? summer.offset : standard
  }
}
