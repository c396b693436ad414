import Countersign

/// The conversation of a login that was handed over: the module asks and tells.
struct HandedConversation: Conversation, ~Copyable {
  private let person: SharedPerson

  init(_ person: SharedPerson) {
    self.person = person
  }

  mutating func ask(_ prompt: [UInt8], echo: Bool) throws(ConversationFailure) -> SecretBytes {
    try ask(prompt.span, echo: echo)
  }

  mutating func ask(_ text: borrowing SecretBytes, echo: Bool) throws(ConversationFailure) -> SecretBytes {
    try ask(HandedConversation.shown(text), echo: echo)
  }

  private func ask(_ text: Span<UInt8>, echo: Bool) throws(ConversationFailure) -> SecretBytes {
    guard let answer = try person.answer(to: echo ? .openQuestion : .hiddenQuestion, text) else {
      throw SharedPerson.failure
    }
    return answer
  }

  mutating func show(_ text: borrowing SecretBytes, isError: Bool) {
    person.send(isError ? .errorMessage : .message, HandedConversation.shown(text))
  }

  mutating func earlierAnswer() throws(ConversationFailure) -> SecretBytes? {
    try person.answer(to: .earlierAnswer, [UInt8]().span)
  }

  mutating func forward(_ password: Span<UInt8>) throws(ConversationFailure) {
    guard person.send(.forwarded, password) else { throw SharedPerson.failure }
  }

  mutating func tell(_ text: [UInt8], isError: Bool) {
    person.send(isError ? .errorMessage : .message, text.span)
  }

  mutating func log(_ line: Span<UInt8>) {
    person.send(.logLine, line)
  }

  mutating func isAboutSameUser() -> Bool { !person.isAboutOtherUser }

  /// Without the NUL at its end.
  @_lifetime(borrow text)
  private static func shown(_ text: borrowing SecretBytes) -> Span<UInt8> {
    text.bytes.extracting(0..<max(text.count - 1, 0))
  }
}
