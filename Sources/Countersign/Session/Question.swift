/// What a person is asked, and told with it.
struct Question: Equatable {
  let prompt: [UInt8]
  /// What is told before, where the service shows messages in time.
  let notice: Notice?

  /// - Note: sshd holds a message back until the next question or mixes the two, depending on client and server; there
  ///   the notice stands in the question itself, on lines of its own.
  ///
  /// - Parameter challenge: for tokens that answer one; it stands before what is asked, on the same line.
  init(_ options: SessionOptions, _ settings: PolicySettings, service: [UInt8], challenge: Challenge?) {
    let question = options.prompt ?? settings.prompt?.value ?? options.standardPrompt
    let asked = (challenge?.introduction ?? []) + question
    guard let text = settings.notice?.value else {
      prompt = asked
      notice = nil
      return
    }
    let holdsMessagesBack = service.starts(with: Question.sshd)
    prompt = holdsMessagesBack ? text + [UInt8(ascii: "\n")] + asked : asked
    notice = holdsMessagesBack ? nil : .fromPolicy(text)
  }

  private static let sshd = Array(ascii: "sshd")
}
