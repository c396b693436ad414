/// Takes bytes apart from the left. Whatever is not there is `nil`, and nothing is taken.
struct ByteReader {
  private(set) var rest: ArraySlice<UInt8>

  init(_ bytes: some Sequence<UInt8>) {
    rest = Array(bytes)[...]
  }

  var isAtEnd: Bool { rest.isEmpty }

  /// The next bytes.
  mutating func bytes(_ count: Int) -> [UInt8]? {
    guard count >= 0, count <= rest.count else { return nil }
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  mutating func byte() -> UInt8? { rest.popFirst() }

  /// A big-endian number of 1 to 8 bytes.
  mutating func number(_ count: Int) -> UInt64? {
    guard (1...8).contains(count) else { return nil }
    return bytes(count).map { $0.reduce(0) { $0 << 8 | UInt64($1) } }
  }

  /// Bytes behind their own length, a big-endian number.
  ///
  /// - Parameters:
  ///   - width: how many bytes the length has.
  ///   - longest: more is nothing that anybody sends.
  mutating func counted(_ width: Int, atMost longest: Int) -> [UInt8]? {
    var copy = self
    guard let count = copy.number(width), count <= UInt64(longest), let bytes = copy.bytes(Int(count)) else {
      return nil
    }
    self = copy
    return bytes
  }
}
