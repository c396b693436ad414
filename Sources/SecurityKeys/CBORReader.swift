/// Reads CBOR as CTAP2 has it: definite lengths, in the shortest form, at most four levels deep.
struct CBORReader {
  private static let deepest = 4
  private static let mostEntries = 64

  private(set) var bytes: ByteReader

  init(_ bytes: ByteReader) {
    self.bytes = bytes
  }

  /// The next value.
  ///
  /// - Returns: `nil` for anything else; then nothing more can be read.
  mutating func item() -> CBORItem? { item(depth: CBORReader.deepest) }

  private mutating func item(depth: Int) -> CBORItem? {
    guard depth > 0, let head = bytes.byte() else { return nil }
    if head >> 5 == 7 { return head == 0xF4 ? .boolean(false) : head == 0xF5 ? .boolean(true) : nil }
    guard let argument = argument(head & 0x1F) else { return nil }
    switch head >> 5 {
    case 0: return Int64(exactly: argument).map { .number($0) }
    case 1: return Int64(exactly: argument).map { .number(-1 - $0) }
    case 2: return content(argument).map { .bytes($0) }
    case 3: return content(argument).map { .text($0) }
    case 4: return list(argument, depth)
    case 5: return map(argument, depth)
    default: return nil
    }
  }

  private mutating func argument(_ information: UInt8) -> UInt64? {
    let widths: [UInt8: (count: Int, least: UInt64)] = [
      24: (1, 24), 25: (2, 1 << 8), 26: (4, 1 << 16), 27: (8, 1 << 32),
    ]
    guard information >= 24 else { return UInt64(information) }
    guard let width = widths[information], let value = bytes.number(width.count), value >= width.least else {
      return nil
    }
    return value
  }

  private mutating func content(_ count: UInt64) -> [UInt8]? {
    Int(exactly: count).flatMap { bytes.bytes($0) }
  }

  private mutating func list(_ count: UInt64, _ depth: Int) -> CBORItem? {
    guard count <= CBORReader.mostEntries else { return nil }
    var items: [CBORItem] = []
    for _ in 0..<count {
      guard let item = item(depth: depth - 1) else { return nil }
      items.append(item)
    }
    return .list(items)
  }

  private mutating func map(_ count: UInt64, _ depth: Int) -> CBORItem? {
    guard count <= CBORReader.mostEntries else { return nil }
    var entries: [(key: CBORItem, value: CBORItem)] = []
    for _ in 0..<count {
      guard let key = item(depth: depth - 1), !entries.contains(where: { $0.key == key }),
        let value = item(depth: depth - 1)
      else { return nil }
      entries.append((key, value))
    }
    return .map(entries)
  }
}
