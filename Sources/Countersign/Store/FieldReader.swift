/// Takes one line apart at single blanks, from the left.
struct FieldReader {
  /// `nil` once the last field was taken.
  private var rest: ArraySlice<UInt8>?

  init(_ line: ArraySlice<UInt8>) {
    rest = line
  }

  var isAtEnd: Bool { rest == nil }

  /// Whether the next field is `label=value`; nothing is taken.
  func isNext(_ label: StaticString) -> Bool {
    guard let rest, rest.starts(with: label) else { return false }
    return rest.dropFirst(label.utf8CodeUnitCount).first == UInt8(ascii: "=")
  }

  /// The next field; `nil` at the end.
  mutating func word() -> ArraySlice<UInt8>? {
    guard let line = rest else { return nil }
    guard let end = line.firstIndex(of: RecordFormat.blank) else {
      rest = nil
      return line
    }
    rest = line[(end + 1)...]
    return line[..<end]
  }

  /// Whether the next field is just this word.
  mutating func word(_ expected: StaticString) -> Bool {
    word().map { $0.equals(expected) } ?? false
  }

  /// The value of the next field, which must be `label=value`.
  mutating func value(_ label: StaticString) -> ArraySlice<UInt8>? {
    guard let field = word(), field.starts(with: label) else { return nil }
    let rest = field.dropFirst(label.utf8CodeUnitCount)
    return rest.first == UInt8(ascii: "=") ? rest.dropFirst() : nil
  }

  /// The number in the next field, which must be `label=number`.
  mutating func number(_ label: StaticString, upTo limit: UInt64) -> UInt64? {
    value(label).flatMap { FieldReader.number($0, upTo: limit) }
  }

  /// The number that is the next field.
  mutating func number(upTo limit: UInt64) -> UInt64? {
    word().flatMap { FieldReader.number($0, upTo: limit) }
  }

  /// A decimal number without sign or leading zero.
  static func number(_ text: ArraySlice<UInt8>, upTo limit: UInt64) -> UInt64? {
    guard let first = text.first, text.count == 1 || first != UInt8(ascii: "0") else { return nil }
    var value: UInt64 = 0
    for byte in text {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      let (tens, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow) = tens.addingReportingOverflow(UInt64(byte &- UInt8(ascii: "0")))
      guard !tooLarge, !overflow else { return nil }
      value = sum
    }
    return value <= limit ? value : nil
  }
}
