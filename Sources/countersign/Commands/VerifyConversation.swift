import Countersign
import Words

/// The conversation of `verify`: standard input answers.
struct VerifyConversation: Conversation, ~Copyable {
  let dialogue: Dialogue
  /// Why there was no answer.
  private(set) var complaint: Complaint?

  init(dialogue: consuming Dialogue) {
    self.dialogue = dialogue
  }

  mutating func ask(_ prompt: [UInt8], echo: Bool) throws(ConversationFailure) -> SecretBytes {
    do {
      return try dialogue.ask(Message(verbatim: DisplayText.of(prompt)))
    } catch {
      complaint = error
      throw ConversationFailure(code: 0)
    }
  }

  /// Nothing is enrolled by trying a code.
  mutating func ask(_ text: borrowing SecretBytes, echo: Bool) throws(ConversationFailure) -> SecretBytes {
    throw ConversationFailure(code: 0)
  }
  mutating func show(_ text: borrowing SecretBytes, isError: Bool) {}
  mutating func earlierAnswer() throws(ConversationFailure) -> SecretBytes? { nil }
  mutating func forward(_ password: Span<UInt8>) throws(ConversationFailure) {}
  /// The command's own report says more.
  mutating func tell(_ text: [UInt8], isError: Bool) {}
  /// Nobody here hands a login over.
  mutating func log(_ line: Span<UInt8>) {}

  mutating func isAboutSameUser() -> Bool { true }
}
