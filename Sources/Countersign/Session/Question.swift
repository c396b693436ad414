/// What a person is asked, and told with it.
struct Question: Equatable {
  let prompt: [UInt8]
  /// What is told before, where the service shows messages in time.
  let notice: [UInt8]?

  /// - Note: sshd holds a message back until the next question or mixes the two, depending on client and server; there
  ///   the notice stands in the question itself, on lines of its own.
  ///
  /// - Parameters:
  ///   - challenge: for tokens that answer one; it stands before what is asked, on the same line.
  ///   - news: what is told behind the policy's notice.
  init(
    _ options: SessionOptions, _ settings: PolicySettings, service: [UInt8], challenge: Challenge?,
    _ speech: LoginSpeech, news: [UInt8]? = nil
  ) {
    var asked: [UInt8]
    if let wished = options.prompt ?? settings.prompt?.value {
      asked = speech.filled(wished)
    } else {
      asked = speech.say(options.forwardsPassword ? .passwordAndCode : .verificationCode)
    }
    if let challenge { asked = LoginSpeech.joined(speech.say(.challenge, challenge.digits), asked) }
    var text = settings.notice.map { speech.filled($0.value) } ?? []
    if let news { text += (text.isEmpty ? [] : [UInt8(ascii: "\n")]) + news }
    guard !text.isEmpty else {
      prompt = asked
      notice = nil
      return
    }
    let holdsMessagesBack = service.starts(with: Question.sshd)
    prompt = holdsMessagesBack ? text + [UInt8(ascii: "\n")] + asked : asked
    notice = holdsMessagesBack ? nil : text
  }

  private static let sshd = Array(ascii: "sshd")
}
