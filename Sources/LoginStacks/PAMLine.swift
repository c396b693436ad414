/// One line of a PAM file, with those that a backslash at its end joins to it.
public struct PAMLine: Equatable, Sendable {
  /// What a line says.
  public enum Content: Equatable, Sendable {
    /// Blank, or a comment.
    case nothing
    /// `@include FILE`, Debian's form: rules of every facility stand in the file.
    case includeAll(file: String)
    case rule(PAMRule)
    /// Something that libpam takes for a rule that fails.
    case unreadable
  }

  /// As it is in the file, with its newline if it has one.
  public let bytes: [UInt8]
  public let content: Content

  public init(bytes: [UInt8]) {
    self.bytes = bytes
    content = PAMLine.content(PAMTokens.words(of: bytes))
  }

  /// A line of our own.
  ///
  /// - Parameter text: without its newline.
  public init(_ text: String) {
    self.init(bytes: Array((text + "\n").utf8))
  }

  /// As text for people and comparisons, without its newline.
  public var text: String {
    String(decoding: bytes.last == 0x0A ? bytes.dropLast() : bytes[...], as: UTF8.self)
  }

  /// The rule, if the line is one of this facility.
  public func rule(of facility: PAMFacility) -> PAMRule? {
    if case .rule(let rule) = content, rule.facility == facility { rule } else { nil }
  }

  private static func content(_ words: [String]) -> Content {
    guard let first = words.first else { return .nothing }
    if first == "@include" {
      return words.count > 1 ? .includeAll(file: words[1]) : .unreadable
    }
    let isQuiet = first.hasPrefix("-")
    guard let facility = PAMFacility(rawValue: (isQuiet ? String(first.dropFirst()) : first).lowercased()),
      words.count > 2
    else { return .unreadable }
    let arguments = words.dropFirst(3).map(PAMTokens.withoutBrackets)
    return .rule(
      PAMRule(facility, PAMControl(words[1]), words[2], arguments, isQuietWhenMissing: isQuiet))
  }
}
