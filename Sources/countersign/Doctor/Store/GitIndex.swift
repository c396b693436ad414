/// The names that a git repository keeps track of, read from its index, so that no hook and no setting of the
/// repository comes into play.
struct GitIndex: Equatable {
  /// Relative to the top of the repository, in byte order.
  let paths: [[UInt8]]

  /// The part of an entry before its name and its second flags, in bytes.
  private static let fixed = 62

  /// - Parameter bytes: the content of `.git/index`, format 2, 3 or 4.
  /// - Returns: `nil` for anything else.
  init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: Array("DIRC".utf8)), let version = GitIndex.number(bytes, 4), (2...4).contains(version),
      let count = GitIndex.number(bytes, 8), count <= bytes.count / GitIndex.fixed
    else { return nil }
    var paths: [[UInt8]] = []
    var offset = 12
    for _ in 0..<count {
      guard let entry = GitIndex.entry(bytes, at: offset, version, after: paths.last ?? []) else { return nil }
      paths.append(entry.path)
      offset = entry.end
    }
    self.paths = paths
  }

  private static func entry(
    _ bytes: [UInt8], at start: Int, _ version: Int, after before: [UInt8]
  ) -> (path: [UInt8], end: Int)? {
    guard start + fixed < bytes.count else { return nil }
    let isExtended = version > 2 && bytes[start + fixed - 2] & 0x40 != 0
    var offset = start + fixed + (isExtended ? 2 : 0)
    var path: [UInt8] = []
    if version == 4 {
      guard let cut = length(bytes, &offset), cut <= before.count else { return nil }
      path = Array(before.dropLast(cut))
    }
    guard offset <= bytes.count, let end = bytes[offset...].firstIndex(of: 0) else { return nil }
    path += bytes[offset..<end]
    // Entries are filled up with NULs, one at least, to a multiple of eight.
    let next = version == 4 ? end + 1 : start + ((end - start) / 8 + 1) * 8
    return (path, next)
  }

  /// A number in groups of seven bits, the highest first, each group but the last counting one more.
  private static func length(_ bytes: [UInt8], _ offset: inout Int) -> Int? {
    var value = 0
    for position in 0..<4 {
      guard offset < bytes.count else { return nil }
      let byte = bytes[offset]
      offset += 1
      value = (position == 0 ? 0 : (value + 1) << 7) | Int(byte & 0x7F)
      if byte & 0x80 == 0 { return value }
    }
    return nil
  }

  private static func number(_ bytes: [UInt8], _ offset: Int) -> Int? {
    guard offset + 4 <= bytes.count else { return nil }
    return bytes[offset..<(offset + 4)].reduce(0) { $0 << 8 | Int($1) }
  }
}
