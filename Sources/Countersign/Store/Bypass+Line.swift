extension Bypass {
  private static let none = UInt8(ascii: "-")

  /// As it stands in the record, without a line end.
  var line: [UInt8] {
    var text = RecordFormat.number("bypass ", UInt64(number))
    text += RecordFormat.number(" granted=", terms.granted) + RecordFormat.number(" until=", terms.until)
    text += RecordFormat.field(" service=", terms.service.map(PercentEncoding.encode) ?? [Bypass.none])
    text += RecordFormat.field(" network=", terms.network ?? [Bypass.none])
    text += RecordFormat.field(" uses=", terms.uses.map { RecordFormat.decimal(UInt64($0)) } ?? [Bypass.none])
    text += RecordFormat.field(" by=", PercentEncoding.encode(terms.by.bytes))
    return text + RecordFormat.field(" reason=", PercentEncoding.encode(terms.reason.bytes))
  }

  /// - Returns: `nil` for a line that ``line`` would not give.
  init?(line: ArraySlice<UInt8>) {
    var fields = FieldReader(line)
    guard fields.word("bypass"), let number = fields.number(upTo: UInt64(UInt32.max)),
      let granted = fields.number("granted", upTo: .max), let until = fields.number("until", upTo: .max),
      let service = fields.value("service"), let network = fields.value("network"), let uses = fields.value("uses"),
      let by = fields.value("by").flatMap(PercentEncoding.decode).flatMap({ UserName($0) }),
      let reason = fields.value("reason").flatMap(PercentEncoding.decode).flatMap({ ChangeReason($0) }), fields.isAtEnd,
      let serviceName = Bypass.optional(service, PercentEncoding.decode),
      let networkText = Bypass.optional(network, { Array($0) }),
      let count = Bypass.optional(uses, { FieldReader.number($0, upTo: UInt64(UInt32.max)) }),
      let terms = Terms(
        granted: granted, until: until, service: serviceName.value, network: networkText.value,
        uses: count.value.map { UInt32(truncatingIfNeeded: $0) }, by: by, reason: reason)
    else { return nil }
    self.init(number: UInt32(truncatingIfNeeded: number), terms)
  }

  private struct Field<Value> {
    let value: Value?
  }

  /// A field that is `-` where there is no value; `nil` where it cannot be read.
  private static func optional<Value>(
    _ text: ArraySlice<UInt8>, _ read: (ArraySlice<UInt8>) -> Value?
  ) -> Field<Value>? {
    if text.count == 1, text.first == none { return Field(value: nil) }
    return read(text).map { Field(value: $0) }
  }
}
