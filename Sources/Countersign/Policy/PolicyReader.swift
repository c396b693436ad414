/// Reads the text of a policy, see `countersign.conf(5)`. Strict: what is not understood is a flaw, and nothing is
/// guessed, since a line that does something else than its author thought must let nobody in.
public enum PolicyReader {
  /// In bytes.
  public static let largestSize = 262_144
  /// In bytes, without the line's end.
  public static let longestLine = 1_024
  /// How many lines there may be.
  public static let mostLines = 10_000

  /// Reads all of a policy.
  ///
  /// - Throws: the first flaw.
  public static func read(_ text: [UInt8]) throws(PolicyFlaw) -> Policy {
    guard text.count <= largestSize else {
      throw PolicyFlaw(reason: .tooLarge, line: 1, column: 1, subject: nil)
    }
    var draft = PolicyDraft(text)
    var start = 0
    var line = 0
    while start < text.count {
      line += 1
      let number = UInt32(truncatingIfNeeded: line)
      guard line <= mostLines else {
        throw PolicyFlaw(reason: .tooManyLines, line: number, column: 1, subject: nil)
      }
      let end = try endOfLine(text, from: start, number)
      try draft.take(number, start..<end)
      start = end + 1
    }
    return draft.policy()
  }

  /// The index of the next newline, or of the end of the text.
  private static func endOfLine(_ text: [UInt8], from start: Int, _ line: UInt32) throws(PolicyFlaw) -> Int {
    var index = start
    while index < text.count {
      let byte = text[index]
      if byte == UInt8(ascii: "\n") { break }
      let column = UInt32(truncatingIfNeeded: index - start + 1)
      guard index - start < longestLine else {
        throw PolicyFlaw(reason: .lineTooLong, line: line, column: column, subject: nil)
      }
      guard byte >= 0x20 && byte != 0x7F || byte == UInt8(ascii: "\t") else {
        throw PolicyFlaw(reason: .controlCharacter, line: line, column: column, subject: nil)
      }
      index += 1
    }
    return index
  }
}
