import Words

/// What the parser of command lines has to say, in the language of the process. The parser itself knows English alone.
enum ParserText {
  /// One of the parser's sentences: where it has an asterisk, something stands that was typed.
  private struct Pattern {
    let english: String
    let message: @Sendable ([String]) -> String

    init(_ english: String, _ message: @escaping @Sendable ([String]) -> String) {
      self.english = english
      self.message = message
    }

    /// What stands in place of the asterisks; `nil` for another sentence.
    func values(in sentence: String) -> [String]? {
      let parts = english.split(separator: "*", omittingEmptySubsequences: false)
      guard let first = parts.first, sentence.hasPrefix(first) else { return nil }
      var values: [String] = []
      var rest = sentence.dropFirst(first.count)
      for (index, part) in parts.enumerated().dropFirst() {
        let isLast = index == parts.count - 1
        guard let range = isLast && rest.hasSuffix(part) ? end(of: rest, part) : start(in: rest, part) else {
          return nil
        }
        values.append(String(rest[..<range.lowerBound]))
        rest = rest[range.upperBound...]
      }
      return rest.isEmpty ? values : nil
    }

    private func end(of text: Substring, _ part: Substring) -> Range<Substring.Index>? {
      text.index(text.endIndex, offsetBy: -part.count)..<text.endIndex
    }

    private func start(in text: Substring, _ part: Substring) -> Range<Substring.Index>? {
      text.indices.first { text[$0...].hasPrefix(part) }.map { $0..<text.index($0, offsetBy: part.count) }
    }
  }

  /// The longer ones first.
  private static let patterns = [
    Pattern("unknown option '*'. Did you mean '*'?") {
      said("unknown option '\($0.value(0))'. Did you mean '\($0.value(1))'?")
    },
    Pattern("unknown option '*'") { said("unknown option '\($0.value(0))'") },
    Pattern("missing value for '*'") { said("missing value for '\($0.value(0))'") },
    Pattern("the option '*' does not take any value, but '*' was specified") {
      said("the option '\($0.value(0))' does not take any value, but '\($0.value(1))' was specified")
    },
    Pattern("missing expected argument '*'") { said("missing expected argument '\($0.value(0))'") },
    Pattern("missing one of: *") { said("missing one of: \($0.value(0))") },
    Pattern("the value '*' is invalid for '*'. Please provide one of *") {
      said("the value '\($0.value(0))' is invalid for '\($0.value(1))'. Please provide one of \(list($0.value(2)))")
    },
    Pattern("the value '*' is invalid for '*'") { said("the value '\($0.value(0))' is invalid for '\($0.value(1))'") },
    Pattern("missing required subcommand") { _ in said("missing required subcommand") },
  ]

  /// - Parameter sentence: lower case at its beginning, and without a final period.
  /// - Returns: the sentence as it is where it is none that is known.
  static func translated(_ sentence: String) -> String {
    for pattern in patterns {
      if let values = pattern.values(in: sentence) { return pattern.message(values) }
    }
    return sentence
  }

  /// `'a', 'b', or 'c'` without the word for "or".
  private static func list(_ text: String) -> String {
    guard text.contains("'") else { return text.replacing("the following: ", with: "") }
    let values = text.split(separator: "'", omittingEmptySubsequences: false).enumerated().filter { $0.offset % 2 == 1 }
    return Enumeration.of(values.map { "'\($0.element)'" })
  }
}

extension [String] {
  fileprivate func value(_ index: Int) -> String { indices.contains(index) ? self[index] : "" }
}
