/// Fields of any bytes in a row, each behind its length: what the module and the program that speaks to the directory
/// tell each other. Numbers are little-endian.
struct DirectoryFields {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    rest = bytes
  }

  var isAtEnd: Bool { rest.isEmpty }

  /// The next field.
  ///
  /// - Returns: `nil` where there is none, or not all of it.
  mutating func next() -> ArraySlice<UInt8>? {
    guard rest.count >= 4 else { return nil }
    var reader = LittleEndianReader(rest.prefix(4))
    let length = Int(reader.uint32())
    let content = rest.dropFirst(4)
    guard content.count >= length else { return nil }
    rest = content.dropFirst(length)
    return content.prefix(length)
  }

  /// The next field, which must be a number of eight bytes.
  mutating func number() -> UInt64? {
    guard let field = next(), field.count == 8 else { return nil }
    var reader = LittleEndianReader(field)
    return reader.uint64()
  }

  /// The next field, which must be a user's name.
  mutating func user() -> UserName? { next().flatMap { UserName(Array($0)) } }

  static func append(_ field: [UInt8], to bytes: inout [UInt8]) {
    StateFormat.append(UInt32(truncatingIfNeeded: field.count), to: &bytes)
    bytes += field
  }

  static func append(_ number: UInt64, to bytes: inout [UInt8]) {
    StateFormat.append(UInt32(8), to: &bytes)
    StateFormat.append(number, to: &bytes)
  }
}
