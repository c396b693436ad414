/// The lines that tell what `countersign enable` has written, in PAM files and in those of sshd.
///
/// A block begins with ``begin`` and ends with ``end``. Lines that it took the place of stand in it as comments behind
/// ``was``, so that they can be put back whatever has been changed elsewhere in the file.
public enum ServiceMark {
  static let begin = "# countersign: begin"
  static let end = "# countersign: end"
  static let was = "# countersign was: "
  /// How a file begins that is ours as a whole.
  static let own = "# Written by countersign enable"

  /// The lines of a block.
  ///
  /// - Parameters:
  ///   - taker: the command that takes the block out again.
  ///   - replaced: lines that are switched off.
  ///   - lines: what stands in the block.
  static func block(taker: String, replacing replaced: [PAMLine] = [], _ lines: [String]) -> [PAMLine] {
    [PAMLine("\(begin) (`\(taker)` takes this out)")]
      + replaced.flatMap { line in line.text.split(separator: "\n", omittingEmptySubsequences: false) }
      .map { PAMLine(was + $0) }
      + lines.map { PAMLine($0) } + [PAMLine(end)]
  }

  /// The indices of the lines of the first block, marks included; `nil` if there is none, or none that ends.
  static func block(in lines: [PAMLine]) -> ClosedRange<Int>? {
    guard let first = lines.firstIndex(where: { $0.text.hasPrefix(begin) }),
      let last = lines[first...].firstIndex(where: { $0.text.hasPrefix(end) })
    else { return nil }
    return first...last
  }

  /// The lines without any block, with what the blocks had taken the place of.
  static func withoutBlocks(_ lines: [PAMLine]) -> [PAMLine] {
    var lines = lines
    while let block = block(in: lines) {
      let restored = lines[block].filter { $0.text.hasPrefix(was) }.map { $0.text.dropFirst(was.count) }
      let bytes = restored.flatMap { Array("\($0)\n".utf8) }
      lines.replaceSubrange(block, with: PAMFile(name: "", bytes: bytes).lines)
    }
    return lines
  }
}
