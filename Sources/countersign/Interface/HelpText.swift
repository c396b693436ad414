import ArgumentParser
import Words

/// The parser's help in another language: its own words are exchanged, and its lines are broken by the columns that
/// characters take. English help is the parser's as it is.
enum HelpText {
  /// Where explanations stand beside options.
  private static let textColumn = 26
  /// So wide that the parser breaks no line.
  private static let unbroken = 100_000

  /// - Returns: `nil` for English, and where it is no help that was asked for.
  static func translated(_ error: any Error, columns: Int) -> String? {
    guard Words.catalogue != nil else { return nil }
    let text = CountersignCommand.fullMessage(for: error, columns: unbroken)
    guard text.hasPrefix("USAGE: ") || text.contains("\nUSAGE: ") else { return nil }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    return lines.flatMap { translated($0, columns: columns) }.joined(separator: "\n")
  }

  private static func translated(_ line: Substring, columns: Int) -> [String] {
    if let rest = line.without("USAGE: ") { return [said("USAGE: \(rest)")] }
    if let rest = line.without("OVERVIEW: ") { return WrappedText.lines(said("OVERVIEW: \(rest)"), columns: columns) }
    if let heading = heading(line) { return [heading] }
    if line.hasSuffix(" <subcommand>' for detailed help."), let rest = line.without("  See '") {
      let command = rest.dropLast("' for detailed help.".count)
      return wrapped("  ", said("See '\(command)' for detailed help."), columns)
    }
    let indent = line.prefix { $0 == " " }.count
    guard indent == 2, line.count > textColumn else {
      return wrapped(String(line.prefix(indent)), own(line.dropFirst(indent)), columns)
    }
    let label = line.prefix(textColumn)
    // A longer label stands on a line of its own, and has blanks inside.
    guard label.last == " " else { return [String(line)] }
    return wrapped(String(label), own(line.dropFirst(textColumn)), columns)
  }

  private static func heading(_ line: Substring) -> String? {
    switch line {
    case "ARGUMENTS:": said("ARGUMENTS:")
    case "OPTIONS:": said("OPTIONS:")
    case "SUBCOMMANDS:": said("SUBCOMMANDS:")
    default: nil
    }
  }

  /// An explanation, with what the parser itself has put behind it.
  private static func own(_ text: Substring) -> String {
    switch text {
    case "Show help information.": return said("Show help information.")
    case "Show the version.": return said("Show the version.")
    default: break
    }
    if let (before, values) = text.parting("(values: ") {
      if let (values, standard) = values.parting("; default: ") {
        return before + said("(values: \(values); default: \(standard.dropLast()))")
      }
      return before + said("(values: \(values.dropLast()))")
    }
    guard let (before, standard) = text.parting("(default: ") else { return String(text) }
    return before + said("(default: \(standard.dropLast()))")
  }

  private static func wrapped(_ start: String, _ text: String, _ columns: Int) -> [String] {
    let indent = String(repeating: " ", count: start.count)
    let lines = WrappedText.lines(text, columns: max(20, columns - start.count))
    return lines.enumerated().map { $0.element.isEmpty ? "" : ($0.offset == 0 ? start : indent) + $0.element }
  }
}

extension Substring {
  fileprivate func without(_ prefix: String) -> Substring? { hasPrefix(prefix) ? dropFirst(prefix.count) : nil }

  /// What stands before and behind a text, if this ends with a bracket that it opens.
  fileprivate func parting(_ text: String) -> (String, Substring)? {
    guard hasSuffix(")") || text.hasPrefix(";") else { return nil }
    guard let start = indices.last(where: { self[$0...].hasPrefix(text) }) else { return nil }
    return (String(self[..<start]), self[start...].dropFirst(text.count))
  }
}
