import ArgumentParser
import Words

/// The parser's messages in the form of all others.
enum UsageText {
  static func complaint(for error: any Error) -> Complaint {
    let message = CountersignCommand.message(for: error)
    let usage = usageLine(in: CountersignCommand.fullMessage(for: error))
    return Complaint(
      Message(verbatim: shown(sentence(message))),
      hint: usage.map { "usage:\(shown($0))" } ?? "countersign --help shows the commands")
  }

  /// The parser repeats what was typed.
  private static func shown(_ text: String) -> String { DisplayText.of(Array(text.utf8)) }

  /// Superfluous arguments are not repeated: one of them could be a key.
  private static func sentence(_ message: String) -> String {
    let line = firstLine(message) ?? said("this is not a command line")
    let lower = line.prefix(1).lowercased() + line.dropFirst()
    if lower.contains("unexpected argument") { return said("there are more arguments than expected") }
    let known = ParserText.translated(withoutPeriod(lower))
    // Others are ours, and are in the language of the process: there the first letter may have to be a capital.
    return known == withoutPeriod(lower) && Words.catalogue != nil ? withoutPeriod(line) : known
  }

  private static func withoutPeriod(_ line: String) -> String {
    line.hasSuffix(".") || line.hasSuffix("。") ? String(line.dropLast()) : line
  }

  /// The parser lists many values on lines of their own; here they stand behind the others.
  private static func firstLine(_ message: String) -> String? {
    let lines = message.split(separator: "\n")
    guard let first = lines.first, first.hasSuffix(":") else { return lines.first.map(String.init) }
    let values = lines.dropFirst().map { $0.drop { $0 == " " || $0 == "-" } }
    return "\(first) \(values.joined(separator: ", "))"
  }

  private static func usageLine(in message: String) -> String? {
    let lines = message.split(separator: "\n")
    guard let line = lines.first(where: { $0.hasPrefix("Usage:") }) else { return nil }
    return String(line.dropFirst("Usage:".count))
  }
}
