/// Takes one line of a policy apart into words.
///
/// Blanks are spaces and tabs. A word in double quotes holds everything but a double quote. `#` begins a comment where
/// a word could begin.
struct PolicyWords {
  /// Where a word stands in the text.
  struct Word {
    /// Of its first byte or quotation mark.
    let start: Int
    /// Without quotation marks.
    let range: Range<Int>
  }

  let text: [UInt8]
  let line: UInt32
  /// Goes into the flaws.
  var subject: PolicyFlaw.Subject?
  private let start: Int
  private var position: Int
  private let end: Int

  /// - Parameter range: the line, without its end.
  init(_ text: [UInt8], line: UInt32, _ range: Range<Int>) {
    self.text = text
    self.line = line
    start = range.lowerBound
    position = range.lowerBound
    end = range.upperBound
  }

  /// The next word.
  ///
  /// - Returns: `nil` at the end of the line and at a comment.
  mutating func next() throws(PolicyFlaw) -> Word? {
    while position < end, PolicyWords.isBlank(text[position]) { position += 1 }
    guard position < end, text[position] != UInt8(ascii: "#") else { return nil }
    let first = position
    guard text[position] == UInt8(ascii: "\"") else { return Word(start: first, range: try plain()) }
    return Word(start: first, range: try quoted())
  }

  private mutating func plain() throws(PolicyFlaw) -> Range<Int> {
    let first = position
    while position < end, !PolicyWords.isBlank(text[position]) {
      guard text[position] != UInt8(ascii: "\"") else { throw flaw(.misplacedQuote, at: position) }
      position += 1
    }
    return first..<position
  }

  private mutating func quoted() throws(PolicyFlaw) -> Range<Int> {
    let mark = position
    position += 1
    while position < end, text[position] != UInt8(ascii: "\"") { position += 1 }
    guard position < end else { throw flaw(.unterminatedQuote, at: mark) }
    let range = (mark + 1)..<position
    position += 1
    guard position == end || PolicyWords.isBlank(text[position]) else { throw flaw(.misplacedQuote, at: position) }
    return range
  }

  /// The next word, which must be there and not be empty.
  mutating func value() throws(PolicyFlaw) -> Word {
    guard let word = try next() else { throw flaw(.missingValue, at: position) }
    guard !word.range.isEmpty else { throw flaw(.missingValue, at: word.start) }
    return word
  }

  /// Nothing but a comment may follow.
  mutating func finish() throws(PolicyFlaw) {
    if let word = try next() { throw flaw(.surplusValue, at: word.start) }
  }

  /// - Parameter index: in the text, from the start of the line up to its end.
  func column(_ index: Int) -> UInt32 {
    UInt32(truncatingIfNeeded: index &- start &+ 1)
  }

  func flaw(_ reason: PolicyFlaw.Reason, at index: Int) -> PolicyFlaw {
    PolicyFlaw(reason: reason, line: line, column: column(index), subject: subject)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t")
  }
}
