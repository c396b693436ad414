/// The talk with the person who logs in, and what the stack of modules knows of it.
public protocol Conversation: ~Copyable {
  /// Asks one question.
  ///
  /// - Returns: what was typed, possibly nothing.
  mutating func ask(_ prompt: [UInt8], echo: Bool) throws(ConversationFailure) -> SecretBytes

  /// Asks one question whose text may hold a secret.
  ///
  /// - Parameter text: ends in a NUL.
  mutating func ask(_ text: borrowing SecretBytes, echo: Bool) throws(ConversationFailure) -> SecretBytes

  /// Shows text that may hold a secret, as ``tell(_:)`` does.
  ///
  /// - Parameter text: ends in a NUL.
  mutating func show(_ text: borrowing SecretBytes, isError: Bool)

  /// What an earlier module asked for, if one did.
  mutating func earlierAnswer() throws(ConversationFailure) -> SecretBytes?

  /// Hands a password on to the modules that follow.
  mutating func forward(_ password: Span<UInt8>) throws(ConversationFailure)

  /// Tells something, if the other side can show it. Whether it could does not matter for the outcome.
  ///
  /// - Parameter text: UTF-8 that may be shown, without a line end.
  mutating func tell(_ text: [UInt8], isError: Bool)

  /// Writes a line into the log of the login that another process has composed.
  ///
  /// - Parameter line: its urgency, ``AuditSeverity`` as a byte, and its text.
  mutating func log(_ line: Span<UInt8>)

  /// Whether the login is still about the user with whom it began: an application could have let the person change the
  /// name (CVE-2024-9313).
  mutating func isAboutSameUser() -> Bool
}
