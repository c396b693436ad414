/// A policy of which some lines have been read.
struct PolicyDraft {
  private let text: [UInt8]
  private var blocks: [PolicyBlock] = []
  private var criteria: [PolicyCriterion] = []
  private var terms: [PolicyTerm] = []
  private var statements: [PolicyStatement] = []
  private var current = PolicyBlock(line: 1, column: 1, criteria: 0..<0, statements: 0..<0)

  init(_ text: [UInt8]) {
    self.text = text
    // About one statement a line of thirty bytes: growing in steps costs more than the room.
    statements.reserveCapacity(min(text.count / 32, 2_048))
  }

  /// Reads the next line.
  mutating func take(_ line: UInt32, _ range: Range<Int>) throws(PolicyFlaw) {
    var words = PolicyWords(text, line: line, range)
    guard let word = try words.next() else { return }
    if text[word.range].spells("match"), word.start == word.range.lowerBound {
      try startBlock(&words, column: words.column(word.start))
    } else {
      try takeStatement(&words, word)
    }
  }

  /// All that was read.
  consuming func policy() -> Policy {
    blocks.append(current)
    return Policy(text: text, blocks: blocks, criteria: criteria, terms: terms, statements: statements)
  }

  // MARK: Statements

  // Once in the module, as each of its parts is.
  @inline(never)
  private mutating func takeStatement(_ words: inout PolicyWords, _ word: PolicyWords.Word) throws(PolicyFlaw) {
    guard word.start == word.range.lowerBound, let keyword = PolicyKeyword(text[word.range]) else {
      throw words.flaw(.unknownKeyword, at: word.start)
    }
    words.subject = .keyword(keyword)
    guard !current.keywords.contains(PolicyKeywordSet(keyword)) || keyword == .deliver else {
      throw words.flaw(.duplicateInBlock, at: word.start)
    }
    let value = try PolicyValueReader.value(of: keyword, &words)
    try words.finish()
    if keyword.isOfHost { try checkHostSetting(value, words, at: word.start) }
    statements.append(PolicyStatement(value: value, line: words.line, column: words.column(word.start)))
    current.keywords.insert(PolicyKeywordSet(keyword))
    current.statements = current.statements.lowerBound..<statements.count
  }

  /// One for the whole host; of commands that send codes, one for each way.
  private func checkHostSetting(
    _ value: PolicyStatement.Value, _ words: PolicyWords, at start: Int
  ) throws(PolicyFlaw) {
    guard blocks.isEmpty else { throw words.flaw(.belongsBeforeMatch, at: start) }
    if DirectoryStore.isUsable, case .directory(let keyword, let range) = value,
      let flaw = DirectoryLines.flaw(of: keyword, text, range) {
      throw words.flaw(.badDirectory, at: flaw)
    }
    guard case .deliver(let name, _) = value else { return }
    for statement in statements {
      if case .deliver(name, _) = statement.value { throw words.flaw(.repeatedItem, at: start) }
    }
  }

  // MARK: Match

  private mutating func startBlock(_ words: inout PolicyWords, column: UInt32) throws(PolicyFlaw) {
    words.subject = .match
    blocks.append(current)
    current = PolicyBlock(
      line: words.line, column: column, criteria: criteria.count..<criteria.count,
      statements: statements.count..<statements.count)
    var next = try words.value()
    if text[next.range].spells("all") {
      if let behind = try words.next() { throw words.flaw(.misplacedAll, at: behind.start) }
      return
    }
    while true {
      try takeCriterion(&words, next)
      words.subject = .match
      guard let word = try words.next() else { return }
      next = word
    }
  }

  private mutating func takeCriterion(_ words: inout PolicyWords, _ word: PolicyWords.Word) throws(PolicyFlaw) {
    guard word.start == word.range.lowerBound, let kind = PolicyCriterion.Kind(text[word.range]) else {
      let isAll = text[word.range].spells("all")
      throw words.flaw(isAll ? .misplacedAll : .unknownCriterion, at: word.start)
    }
    words.subject = .criterion(kind)
    guard !criteria[current.criteria].contains(where: { $0.kind == kind }) else {
      throw words.flaw(.repeatedCriterion, at: word.start)
    }
    let list = try words.value()
    let first = terms.count
    var rest = list.range
    while true {
      let comma = text[rest].firstIndex(of: UInt8(ascii: ","))
      terms.append(try PolicyTermReader.term(of: kind, rest.lowerBound..<(comma ?? rest.upperBound), words))
      guard let comma else { break }
      rest = (comma + 1)..<rest.upperBound
    }
    criteria.append(PolicyCriterion(kind: kind, terms: first..<terms.count, column: words.column(word.start)))
    current.criteria = current.criteria.lowerBound..<criteria.count
  }
}
