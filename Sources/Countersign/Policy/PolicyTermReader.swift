/// Reads one item of a criterion's list.
enum PolicyTermReader {
  /// - Parameters:
  ///   - range: where the item stands.
  ///   - words: the line that it stands in.
  static func term(
    of kind: PolicyCriterion.Kind, _ range: Range<Int>, _ words: PolicyWords
  ) throws(PolicyFlaw) -> PolicyTerm {
    let item = words.text[range]
    let isNegated = item.first == UInt8(ascii: "!")
    let pattern = isNegated ? item.dropFirst() : item
    guard let first = pattern.first, let last = pattern.last else { throw words.flaw(.emptyItem, at: range.lowerBound) }
    guard first > UInt8(ascii: " "), last > UInt8(ascii: " ") else {
      throw words.flaw(.blankInItem, at: range.lowerBound)
    }
    return PolicyTerm(
      pattern: try self.pattern(of: kind, pattern, words), isNegated: isNegated,
      column: words.column(range.lowerBound))
  }

  private static func pattern(
    of kind: PolicyCriterion.Kind, _ text: ArraySlice<UInt8>, _ words: PolicyWords
  ) throws(PolicyFlaw) -> PolicyTerm.Pattern {
    let start = text.startIndex
    switch kind {
    case .user, .service:
      return .name(text.startIndex..<text.endIndex)
    case .group:
      // A group is looked up by its name, once; nobody lists all groups of a directory to match a pattern.
      guard !NamePattern.isWild(text) else { throw words.flaw(.patternInGroup, at: start) }
      return .name(text.startIndex..<text.endIndex)
    case .network:
      do throws(Network.Flaw) { return .network(try Network(text)) } catch {
        switch error {
        case .malformed: throw words.flaw(.badNetwork, at: start)
        case .hostBitsSet: throw words.flaw(.hostBitsSet, at: start)
        }
      }
    case .terminal:
      if text.spells("local") { return .origin(.local) }
      if text.spells("remote") { return .origin(.remote) }
      throw words.flaw(.unknownWord, at: start)
    case .key:
      if text.spells("sk") { return .key(.securityKey) }
      if text.spells("any") { return .key(.any) }
      if text.spells("none") { return .key(.none) }
      throw words.flaw(.unknownWord, at: start)
    case .time:
      guard let hours = WeeklyHours(text) else { throw words.flaw(.badHours, at: start) }
      return .hours(hours)
    }
  }
}
