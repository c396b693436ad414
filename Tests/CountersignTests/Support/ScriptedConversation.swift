@testable import Countersign

/// A person and an application that do what the test says.
struct ScriptedConversation: Conversation {
  /// What is typed, question by question; without one left the conversation fails.
  var answers: [String] = []
  /// What an earlier module asked for.
  var earlier: String?
  var earlierFailure: ConversationFailure?
  /// Whether the application has another name in the end.
  var isAboutOtherUser = false
  /// What happens between question and answer.
  var whileAsking: () -> Void = {}

  private(set) var questions: [String] = []
  private(set) var forwarded: [String] = []
  private(set) var told: [String] = []

  init(_ answers: String...) { self.answers = answers }

  mutating func ask(_ prompt: [UInt8], echo: Bool) throws(ConversationFailure) -> SecretBytes {
    questions.append((echo ? "on|" : "off|") + Bytes.text(prompt))
    whileAsking()
    guard !answers.isEmpty else { throw ConversationFailure(code: 19) }
    return try secret(answers.removeFirst())
  }

  mutating func ask(_ text: borrowing SecretBytes, echo: Bool) throws(ConversationFailure) -> SecretBytes {
    try ask(Array(Bytes.copy(text.bytes).dropLast()), echo: echo)
  }

  mutating func show(_ text: borrowing SecretBytes, isError: Bool) {
    tell(Array(Bytes.copy(text.bytes).dropLast()), isError: isError)
  }

  mutating func earlierAnswer() throws(ConversationFailure) -> SecretBytes? {
    if let earlierFailure { throw earlierFailure }
    guard let earlier else { return nil }
    return try secret(earlier)
  }

  mutating func forward(_ password: Span<UInt8>) throws(ConversationFailure) {
    forwarded.append(Bytes.text(Bytes.copy(password)))
  }

  mutating func tell(_ text: [UInt8], isError: Bool) { told.append((isError ? "error|" : "info|") + Bytes.text(text)) }

  mutating func log(_ line: Span<UInt8>) {}

  mutating func isAboutSameUser() -> Bool { !isAboutOtherUser }

  private func secret(_ text: String) throws(ConversationFailure) -> SecretBytes {
    let bytes = Bytes.of(text)
    do { return try SecretBytes(copying: bytes.span) } catch { throw ConversationFailure(code: 5) }
  }
}
