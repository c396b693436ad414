/// What the fuzzer made up, taken apart from the front. Behind the end every number is zero and every text empty, so
/// that short inputs are inputs too.
public struct FuzzInput {
  private var rest: ArraySlice<UInt8>

  /// - Parameters: as libFuzzer passes them; the bytes are copied.
  public init(_ start: UnsafePointer<UInt8>?, _ count: Int) {
    // SAFETY: libFuzzer passes `count` bytes that outlive this initialiser.
    rest = unsafe Array(UnsafeBufferPointer(start: start, count: count))[...]
  }

  public mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

  /// A little-endian number.
  public mutating func number<Number: FixedWidthInteger>(_: Number.Type = Number.self) -> Number {
    var number: Number = 0
    for position in 0..<(Number.bitWidth / 8) { number |= Number(truncatingIfNeeded: byte()) << (8 * position) }
    return number
  }

  /// The bytes up to the next NUL: a C string, as PAM and files of this project have them.
  public mutating func text() -> [UInt8] {
    let text = rest.prefix { $0 != 0 }
    rest = rest.dropFirst(text.count + 1)
    return Array(text)
  }

  /// Everything that is left.
  public mutating func remainder() -> [UInt8] {
    defer { rest = [] }
    return Array(rest)
  }
}
