/// What changes in a file, line by line, for people to read.
struct LineDifference {
  /// Lines with `-`, `+` or a blank before them; of what stays only the neighbours of what changes, with `…` where
  /// something is left out.
  let lines: [String]

  private static let context = 2

  /// - Parameters:
  ///   - before: `nil` for a new file.
  ///   - after: `nil` for one that goes.
  init(_ before: [UInt8]?, _ after: [UInt8]?) {
    let old = LineDifference.lines(before ?? [])
    let new = LineDifference.lines(after ?? [])
    var removed: Set<Int> = []
    var inserted: Set<Int> = []
    for change in new.difference(from: old) {
      switch change {
      case .remove(let offset, _, _): removed.insert(offset)
      case .insert(let offset, _, _): inserted.insert(offset)
      }
    }
    var all: [(sign: String, text: String)] = []
    var (left, right) = (0, 0)
    while left < old.count || right < new.count {
      if left < old.count, removed.contains(left) {
        all.append(("-", old[left]))
        left += 1
      } else if right < new.count, inserted.contains(right) {
        all.append(("+", new[right]))
        right += 1
      } else {
        if left < old.count { all.append((" ", old[left])) }
        left += 1
        right += 1
      }
    }
    lines = LineDifference.shortened(all)
  }

  private static func shortened(_ all: [(sign: String, text: String)]) -> [String] {
    let changed = all.indices.filter { all[$0].sign != " " }
    var lines: [String] = []
    var skipped = false
    for (index, line) in all.enumerated() {
      guard changed.contains(where: { abs($0 - index) <= context }) else {
        skipped = true
        continue
      }
      if skipped { lines.append("  …") }
      skipped = false
      lines.append("  \(line.sign) \(DisplayText.of(Array(line.text.utf8)))")
    }
    return skipped ? lines + ["  …"] : lines
  }

  private static func lines(_ bytes: [UInt8]) -> [String] {
    let lines = bytes.split(separator: 0x0A, omittingEmptySubsequences: false)
    let whole = lines.last?.isEmpty ?? false ? lines.dropLast() : lines[...]
    return whole.map { line in String(decoding: line.map { $0 == 0x09 ? 0x20 : $0 }, as: UTF8.self) }
  }
}
