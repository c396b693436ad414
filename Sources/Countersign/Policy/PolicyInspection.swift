/// Finds all that is wrong with a policy, and not only what is wrong first.
///
/// A login stops at the first flaw. Here the line that has it is put aside, a `Match` line by one that holds for
/// nobody, and the rest is read again.
public enum PolicyInspection: Equatable, Sendable {
  case sound(Policy)
  /// In the order of the file.
  ///
  /// - Parameter isComplete: whether these are all of them.
  case flawed([PolicyFlaw], isComplete: Bool)

  /// After so many flaws nobody reads on.
  public static let mostFlaws = 20

  public init(_ text: [UInt8]) {
    var text = text
    var flaws: [PolicyFlaw] = []
    while true {
      do throws(PolicyFlaw) {
        let policy = try PolicyReader.read(text)
        self = flaws.isEmpty ? .sound(policy) : .flawed(flaws, isComplete: true)
        return
      } catch {
        flaws.append(error)
        guard flaws.count < PolicyInspection.mostFlaws, let rest = PolicyInspection.without(error, text) else {
          self = .flawed(flaws, isComplete: false)
          return
        }
        text = rest
      }
    }
  }

  /// - Returns: `nil` when it is not about one line.
  private static func without(_ flaw: PolicyFlaw, _ text: [UInt8]) -> [UInt8]? {
    switch flaw.reason {
    case .tooLarge, .tooManyLines: return nil
    default: break
    }
    let range = Policy.lineRange(flaw.line, in: text)
    let isMatch: Bool
    switch flaw.subject {
    case .match, .criterion: isMatch = true
    case .keyword, nil: isMatch = false
    }
    // Statements behind it go on belonging to a block of their own.
    let replacement = isMatch ? Array(ascii: "Match Service *,!*") : []
    return Array(text[..<range.lowerBound]) + replacement + Array(text[range.upperBound...])
  }
}

extension Policy {
  /// Where a line stands, without its end; at the end of the text if there is none of that number.
  ///
  /// - Parameter number: from 1.
  public static func lineRange(_ number: UInt32, in text: [UInt8]) -> Range<Int> {
    var start = 0
    var line: UInt32 = 1
    while line < number, let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) {
      start = end + 1
      line += 1
    }
    guard line == number else { return text.count..<text.count }
    return start..<(text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count)
  }

  /// A line of the text, without its end.
  public func line(_ number: UInt32) -> ArraySlice<UInt8> {
    text[Policy.lineRange(number, in: text)]
  }

  /// What a line sets, if it sets something.
  public func statement(at line: UInt32) -> PolicyStatement? {
    statements.first { $0.line == line }
  }

  /// The line of a criterion.
  public func line(of criterion: PolicyCriterion) -> UInt32? {
    guard let index = criteria.firstIndex(of: criterion) else { return nil }
    return blocks.first { $0.criteria.contains(index) }?.line
  }

  /// The block that a line belongs to, if it is a `Match` block.
  public func matchBlock(holding line: UInt32) -> PolicyBlock? {
    blocks.dropFirst().last { $0.line <= line }
  }
}
