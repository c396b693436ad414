/// A line of an audit file, taken apart for showing it. Whether it is what was written, ``AuditVerification`` says.
public struct AuditRecord {
  /// Seconds since 1970.
  public let time: UInt64
  /// Names and values in the order of the line; values as they are encoded, see ``AuditField/unescaped(_:)``.
  public let fields: [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)]

  /// - Parameter line: without its line end.
  /// - Returns: `nil` for anything that has not the form of a line.
  public init?(_ line: ArraySlice<UInt8>) {
    guard let reading = AuditLineFormat.read(line), let time = reading.time else { return nil }
    self.time = time
    var fields: [(name: ArraySlice<UInt8>, value: ArraySlice<UInt8>)] = []
    var rest = reading.body.dropFirst()
    while !rest.isEmpty {
      guard let name = AuditRecord.quoted(&rest), rest.popFirst() == UInt8(ascii: ":") else { return nil }
      if rest.first == UInt8(ascii: "\"") {
        guard let value = AuditRecord.quoted(&rest) else { return nil }
        fields.append((name, value))
      } else {
        let value = rest.prefix { $0 != UInt8(ascii: ",") }
        rest = rest.dropFirst(value.count)
        fields.append((name, value))
      }
      guard rest.isEmpty || rest.popFirst() == UInt8(ascii: ",") else { return nil }
    }
    self.fields = fields
  }

  /// The value of a field, as it is encoded.
  public subscript(name: StaticString) -> ArraySlice<UInt8>? {
    fields.first { $0.name.equals(name) }?.value
  }

  private static func quoted(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard rest.first == UInt8(ascii: "\"") else { return nil }
    let text = rest.dropFirst().prefix { $0 != UInt8(ascii: "\"") }
    guard text.endIndex < rest.endIndex else { return nil }
    rest = rest[(text.endIndex + 1)...]
    return text
  }
}
