/// Codes that are sent at a login: before the question to those who have nothing else, in place of an answer to those
/// who wish for one. The companion makes and sends them.
struct CodeSending {
  /// Those that a code can be sent to; at least one.
  private let devices: [Device]
  private let isOnlyWay: Bool

  /// - Returns: `nil` for a user whom no code can be sent to.
  init?(_ check: borrowing AnswerCheck) {
    guard check.options.asksCompanion, !check.settings.deliveries.isEmpty else { return nil }
    var devices: [Device] = []
    var isOnlyWay = true
    for device in check.answeringDevices {
      if case .sent = device.kind { devices.append(device) } else { isOnlyWay = false }
    }
    guard !devices.isEmpty else { return nil }
    self.devices = devices
    self.isOnlyWay = isOnlyWay
  }

  /// What there is to say before the first question: that a code was sent, or that it can be.
  func beginning(
    _ check: borrowing AnswerCheck, _ speech: LoginSpeech, _ audit: borrowing some AuditSink & ~Copyable
  ) -> [UInt8] {
    guard isOnlyWay, let device = devices.first else { return speech.sentences(of: .codeCanBeSent) }
    return send(to: device, check, speech, audit)
  }

  /// The device that an answer asks to send a code to: `send`, or its name.
  func wish(_ answer: borrowing SecretBytes) -> Device? {
    if CodeSending.isSend(answer.bytes) { return devices.first }
    for device in devices where CodeSending.spells(answer.bytes, device.name.bytes) { return device }
    return nil
  }

  // An answer may be a password: no copy of it is made.
  private static func isSend(_ answer: Span<UInt8>) -> Bool {
    answer.count == 4 && answer[0].inSmallLetters == UInt8(ascii: "s") && answer[1].inSmallLetters == UInt8(ascii: "e")
      && answer[2].inSmallLetters == UInt8(ascii: "n") && answer[3].inSmallLetters == UInt8(ascii: "d")
  }

  private static func spells(_ answer: Span<UInt8>, _ name: [UInt8]) -> Bool {
    guard answer.count == name.count else { return false }
    for index in name.indices where answer[index] != name[index] { return false }
    return true
  }

  /// Has a code sent.
  ///
  /// - Returns: what there is to say of it.
  func send(
    to device: Device, _ check: borrowing AnswerCheck, _ speech: LoginSpeech,
    _ audit: borrowing some AuditSink & ~Copyable
  ) -> [UInt8] {
    guard let order = check.order(.send(device: device.id), speech) else { return [] }
    do throws(StoreFailure) {
      let packet = try Companion(order, at: check.location).receive()
      guard packet.kind == .message else { throw .system(.companion, SystemFailure(.read, .invalid)) }
      var text: [UInt8] = []
      for index in packet.text.bytes.indices.dropLast() { text.append(packet.text.bytes[index]) }
      return text
    } catch {
      audit.write(.setback(check.request, .codeNotSent, error))
      return speech.sentences(of: .codeNotSent)
    }
  }
}

extension Session {
  /// Asks, and once more if a code was wished for; a wish is no wrong code.
  func ask(
    _ check: borrowing AnswerCheck, _ challenge: Challenge?, _ conversation: inout some Conversation & ~Copyable,
    _ speech: LoginSpeech, _ audit: borrowing some AuditSink & ~Copyable
  ) throws(ConversationFailure) -> SecretBytes {
    let sending = CodeSending(check)
    let answer = try ask(check, challenge, news: sending?.beginning(check, speech, audit), &conversation, speech)
    guard let sending, let device = sending.wish(answer) else { return answer }
    return try ask(check, challenge, news: sending.send(to: device, check, speech, audit), &conversation, speech)
  }

  private func ask(
    _ check: borrowing AnswerCheck, _ challenge: Challenge?, news: [UInt8]?,
    _ conversation: inout some Conversation & ~Copyable, _ speech: LoginSpeech
  ) throws(ConversationFailure) -> SecretBytes {
    let question = Question(
      options, check.settings, service: check.request.service, challenge: challenge, speech, news: news)
    if let notice = question.notice { conversation.tell(notice, isError: false) }
    return try conversation.ask(question.prompt, echo: options.echo)
  }
}
