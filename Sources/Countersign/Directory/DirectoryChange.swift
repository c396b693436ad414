/// One part of what is changed in an entry, or of what a new entry has.
public struct DirectoryChange: Equatable, Sendable {
  /// Numbered as RFC 4511 section 4.6 does.
  public enum Kind: UInt8, CaseIterable, Sendable {
    case add, delete, replace
  }

  /// What happens to the values.
  public let kind: Kind
  /// Its name.
  public let attribute: [UInt8]
  /// None to take an attribute away.
  public let values: [[UInt8]]

  public init(_ kind: Kind, _ attribute: [UInt8], _ values: [[UInt8]]) {
    self.kind = kind
    self.attribute = attribute
    self.values = values
  }

  /// Appends kind, attribute, number of values and values, each as a field.
  func append(to bytes: inout [UInt8]) {
    DirectoryFields.append([kind.rawValue], to: &bytes)
    DirectoryFields.append(attribute, to: &bytes)
    DirectoryFields.append(UInt64(values.count), to: &bytes)
    for value in values { DirectoryFields.append(value, to: &bytes) }
  }

  /// Reads what ``append(to:)`` appends.
  init?(_ fields: inout DirectoryFields) {
    guard let mark = fields.next(), mark.count == 1, let kind = mark.first.flatMap(Kind.init(rawValue:)),
      let attribute = fields.next(), DirectoryChange.isAttribute(attribute), let count = fields.number()
    else { return nil }
    var values: [[UInt8]] = []
    for _ in 0..<min(count, UInt64(Int32.max)) {
      // Every value takes room in the packet, so this ends with it.
      guard let value = fields.next(), !value.isEmpty else { return nil }
      values.append(Array(value))
    }
    guard UInt64(values.count) == count else { return nil }
    self.init(kind, Array(attribute), values)
  }

  /// A name as RFC 4512 section 1.4 has it.
  private static func isAttribute(_ name: ArraySlice<UInt8>) -> Bool {
    guard (1...64).contains(name.count) else { return false }
    return name.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"):
        true
      default: false
      }
    }
  }
}
