import Countersign

/// Texts that may hold secrets are looked at where they lie, by ranges of their bytes; nothing is copied but what is
/// known not to be secret.
extension Span<UInt8> {
  /// The whole text, without the mark that some programs put before UTF-8.
  var textRange: Range<Int> {
    starts(with: [0xEF, 0xBB, 0xBF], at: 0) ? 3..<count : 0..<count
  }

  /// Its lines, of any system, without their ends; an empty last one is none.
  var lines: [ForeignLine] {
    var lines: [ForeignLine] = []
    var start = textRange.lowerBound
    for index in start...count where index == count || self[index] == UInt8(ascii: "\n") {
      guard index < count || start < index else { break }
      var end = index
      if end > start, self[end - 1] == UInt8(ascii: "\r") { end -= 1 }
      lines.append(ForeignLine(number: lines.count + 1, range: start..<end))
      start = index + 1
    }
    return lines
  }

  /// A part without blanks and tabs at its ends.
  func trimmed(_ range: Range<Int>) -> Range<Int> {
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, isBlank(self[start]) { start += 1 }
    while end > start, isBlank(self[end - 1]) { end -= 1 }
    return start..<end
  }

  /// The words of a part, which any number of blanks and tabs stand between.
  func words(_ range: Range<Int>) -> [Range<Int>] {
    var words: [Range<Int>] = []
    var start: Int?
    for index in range {
      if isBlank(self[index]) {
        if let begun = start { words.append(begun..<index) }
        start = nil
      } else if start == nil {
        start = index
      }
    }
    if let begun = start { words.append(begun..<range.upperBound) }
    return words
  }

  /// The pieces of a part between single bytes of one kind; empty ones count.
  func pieces(_ range: Range<Int>, separator: UInt8) -> [Range<Int>] {
    var pieces: [Range<Int>] = []
    var start = range.lowerBound
    for index in range where self[index] == separator {
      pieces.append(start..<index)
      start = index + 1
    }
    return pieces + [start..<range.upperBound]
  }

  /// Where a byte stands first in a part.
  func first(_ byte: UInt8, in range: Range<Int>) -> Int? {
    for index in range where self[index] == byte { return index }
    return nil
  }

  /// A copy of a part, for what is not secret.
  func copy(_ range: Range<Int>) -> [UInt8] { range.map { self[$0] } }

  /// Whether a part is just this word.
  func equals(_ word: StaticString, _ range: Range<Int>) -> Bool {
    range.count == word.utf8CodeUnitCount && starts(with: Array<UInt8>(ascii: word), at: range.lowerBound)
  }

  /// Whether a part begins with this word.
  func starts(with word: StaticString, _ range: Range<Int>) -> Bool {
    range.count >= word.utf8CodeUnitCount && starts(with: Array<UInt8>(ascii: word), at: range.lowerBound)
  }

  /// The decimal number that a part is.
  ///
  /// - Returns: `nil` for anything else, and for more than 2^64 - 1.
  func number(_ range: Range<Int>) -> UInt64? {
    guard !range.isEmpty else { return nil }
    var value: UInt64 = 0
    for index in range {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self[index]) else { return nil }
      let (tens, tooLarge) = value.multipliedReportingOverflow(by: 10)
      let (sum, overflow) = tens.addingReportingOverflow(UInt64(self[index] - UInt8(ascii: "0")))
      guard !tooLarge, !overflow else { return nil }
      value = sum
    }
    return value
  }

  private func starts(with bytes: [UInt8], at start: Int) -> Bool {
    guard start >= 0, start <= count, bytes.count <= count - start else { return false }
    return bytes.indices.allSatisfy { self[start + $0] == bytes[$0] }
  }

  private func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }
}
