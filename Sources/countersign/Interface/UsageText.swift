import ArgumentParser

/// The parser's messages in the form of all others.
enum UsageText {
  static func complaint(for error: any Error) -> Complaint {
    let message = CountersignCommand.message(for: error)
    let usage = usageLine(in: CountersignCommand.fullMessage(for: error))
    return Complaint(sentence(message), hint: usage ?? "countersign --help shows the commands")
  }

  /// Superfluous arguments are not repeated: one of them could be a key.
  private static func sentence(_ message: String) -> String {
    let line = message.split(separator: "\n").first.map(String.init) ?? "this is not a command line"
    let lower = line.prefix(1).lowercased() + line.dropFirst()
    if lower.contains("unexpected argument") { return "there are more arguments than expected" }
    return lower.hasSuffix(".") ? String(lower.dropLast()) : lower
  }

  private static func usageLine(in message: String) -> String? {
    let lines = message.split(separator: "\n")
    guard let line = lines.first(where: { $0.hasPrefix("Usage:") }) else { return nil }
    return "usage:" + line.dropFirst("Usage:".count)
  }
}
