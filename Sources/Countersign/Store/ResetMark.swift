/// That an administrator has taken all devices of a user away and has opened the next enrolment.
public struct ResetMark: Equatable, Sendable {
  /// Seconds since 1970.
  public let time: UInt64
  public let by: UserName
  public let reason: ChangeReason

  public init(time: UInt64, by: UserName, reason: ChangeReason) {
    self.time = time
    self.by = by
    self.reason = reason
  }
}

extension ResetMark {
  /// As it stands in the record, without a line end.
  var line: [UInt8] {
    RecordFormat.number("reset ", time) + RecordFormat.field(" by=", PercentEncoding.encode(by.bytes))
      + RecordFormat.field(" reason=", PercentEncoding.encode(reason.bytes))
  }

  /// - Returns: `nil` for a line that ``line`` would not give.
  init?(line: ArraySlice<UInt8>) {
    var fields = FieldReader(line)
    guard fields.word("reset"), let time = fields.number(upTo: .max),
      let by = fields.value("by").flatMap(PercentEncoding.decode).flatMap({ UserName($0) }),
      let reason = fields.value("reason").flatMap(PercentEncoding.decode).flatMap({ ChangeReason($0) }), fields.isAtEnd
    else { return nil }
    self.init(time: time, by: by, reason: reason)
  }
}
