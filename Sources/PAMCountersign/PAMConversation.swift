import CPAM
import Countersign

/// The conversation with the person through libpam.
struct PAMConversation: Conversation {
  let handle: PAMHandle
  /// As the application named the user when the login began.
  let user: UserName

  mutating func ask(_ prompt: [UInt8], echo: Bool) throws(ConversationFailure) -> SecretBytes {
    try answered((prompt + [0]).span, echo: echo)
  }

  mutating func ask(_ text: borrowing SecretBytes, echo: Bool) throws(ConversationFailure) -> SecretBytes {
    try answered(text.bytes, echo: echo)
  }

  private func answered(_ text: Span<UInt8>, echo: Bool) throws(ConversationFailure) -> SecretBytes {
    // An application that says "success" without an answer has not asked anybody (CVE-2021-31924).
    guard let answer = try handle.prompt(style: echo ? PAM_PROMPT_ECHO_ON : PAM_PROMPT_ECHO_OFF, text) else {
      throw ConversationFailure(code: PAM_CONV_ERR)
    }
    return answer
  }

  mutating func show(_ text: borrowing SecretBytes, isError: Bool) {
    _ = try? handle.prompt(style: isError ? PAM_ERROR_MSG : PAM_TEXT_INFO, text.bytes)
  }

  mutating func earlierAnswer() throws(ConversationFailure) -> SecretBytes? {
    try handle.secretItem(PAM_AUTHTOK)
  }

  mutating func forward(_ password: Span<UInt8>) throws(ConversationFailure) {
    try handle.set(PAM_AUTHTOK, to: password)
  }

  mutating func tell(_ text: [UInt8], isError: Bool) {
    _ = try? handle.prompt(style: isError ? PAM_ERROR_MSG : PAM_TEXT_INFO, (text + [0]).span)
  }

  mutating func log(_ line: Span<UInt8>) {
    guard line.count > 1, let severity = AuditSeverity(rawValue: line[0]) else { return }
    var text: [UInt8] = []
    for index in 1..<line.count { text.append(line[index]) }
    SyslogSink(handle: handle, showsSteps: true).write(text, severity)
  }

  mutating func isAboutSameUser() -> Bool {
    handle.item(PAM_USER) == user.bytes
  }
}
