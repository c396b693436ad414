/// Takes little-endian numbers off the front of bytes; behind their end everything is zero.
struct LittleEndianReader {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) {
    rest = bytes
  }

  var isAtEnd: Bool { rest.isEmpty }

  mutating func skip(_ count: Int) { rest = rest.dropFirst(count) }
  mutating func uint8() -> UInt8 { UInt8(truncatingIfNeeded: number(1)) }
  mutating func uint16() -> UInt16 { UInt16(truncatingIfNeeded: number(2)) }
  mutating func uint32() -> UInt32 { UInt32(truncatingIfNeeded: number(4)) }
  mutating func uint64() -> UInt64 { number(8) }

  /// The next bytes as they are; fewer at the end.
  mutating func bytes(_ count: Int) -> ArraySlice<UInt8> {
    let bytes = rest.prefix(count)
    skip(count)
    return bytes
  }

  /// The bytes up to the next NUL, which is taken too, or up to the end.
  mutating func text() -> [UInt8] {
    let text = rest.prefix { $0 != 0 }
    skip(text.count + 1)
    return Array(text)
  }

  private mutating func number(_ size: Int) -> UInt64 {
    var value: UInt64 = 0
    for byte in rest.prefix(size).reversed() { value = value << 8 | UInt64(byte) }
    rest = rest.dropFirst(size)
    return value
  }
}
