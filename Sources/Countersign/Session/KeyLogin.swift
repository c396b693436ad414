/// Security keys at a login: asked before a code is. The companion asks them, and verifies what they sign.
struct KeyLogin {
  /// Those that could answer here.
  private let devices: [UInt32]
  /// Whether the person could show something else.
  private let hasOtherFactor: Bool
  private let agentSocket: [UInt8]
  private let authenticationInfo: [UInt8]

  /// Longer than the companion waits for a touch, in seconds.
  private static let allowance: UInt32 = 10

  /// - Returns: `nil` where no key is asked: none could answer here, or what is shown has to be a password as well.
  init?(_ check: borrowing AnswerCheck) {
    guard check.options.asksCompanion, !check.options.forwardsPassword else { return nil }
    let kinds = check.settings.factors.value
    let agentSocket = kinds.contains(.agent) ? check.request.agentSocket : []
    let authenticationInfo = kinds.contains(.sshKey) ? check.request.verifiedSecurityKeys : []
    var devices: [UInt32] = []
    var hasOtherFactor = check.hasCodesOfNoDevice
    for device in check.answeringDevices {
      switch device.kind {
      case .fido2(let parameters):
        guard check.request.mayBeAtTheMachine, check.settings.counts(parameters) else { continue }
        devices.append(device.id)
      case .agent: if !agentSocket.isEmpty || !authenticationInfo.isEmpty { devices.append(device.id) }
      case .totp, .hotp, .yubicoOTP, .ocra, .sent: hasOtherFactor = true
      }
    }
    guard !devices.isEmpty else { return nil }
    self.devices = devices
    self.hasOtherFactor = hasOtherFactor
    self.agentSocket = agentSocket
    self.authenticationInfo = authenticationInfo
  }

  /// Lets the keys answer.
  ///
  /// - Returns: `nil` where a code is to be asked for.
  @inline(never)
  func verdict(
    _ check: borrowing AnswerCheck, _ store: borrowing UserStore, _ conversation: inout some Conversation & ~Copyable,
    _ speech: LoginSpeech, _ audit: borrowing some AuditSink & ~Copyable
  ) throws(ConversationFailure) -> Verdict? {
    let terminal = WatchedTerminal(check.request.hasTerminal && !check.request.isBySSH)
    let wait = KeyWait(seconds: check.settings.touch.value, canBeGivenUp: terminal.isThere && hasOtherFactor)
    let search = KeySearch(
      devices: devices, wait, agentSocket: agentSocket, caller: check.request.hints.realUser,
      authenticationInfo: authenticationInfo)
    guard let order = check.order(.key(search), speech) else { return nil }
    let talk = CompanionTalk(order: order, location: check.location)
    var ending = KeyEnding.failed
    switch talk.conduct(&conversation, waiting: wait.seconds &+ KeyLogin.allowance, at: terminal) {
    case .conversationFailed(let failure): throw failure
    case .givenUp: ending = .noTouch
    case .failed(let failure):
      guard hasOtherFactor else { return .unavailable(failure) }
      audit.write(.setback(check.request, .keyNotAsked, failure))
      return nil
    case .told(let bytes):
      if let evidence = KeyEvidence(bytes), devices.contains(evidence.device),
        !evidence.isOfSSHD || !authenticationInfo.isEmpty
      {
        let nothing: SecretBytes
        do { nothing = try SecretBytes(capacity: 1) } catch { return .unavailable(.system(.companion, error)) }
        let verdict = try check.verdict(
          on: nothing, from: .securityKey(evidence), to: nil, store, &conversation, speech, audit)
        guard evidence.isOfSSHD, case .accepted(.device(let id, let name, _)) = verdict else { return verdict }
        return .accepted(.device(id: id, name: name, as: .sshKey))
      }
      // Why a key did nothing, the companion has logged.
      ending = KeyEnding(withoutEvidence: bytes)
    }
    return hasOtherFactor && ending != .wrongPIN ? nil : .refused(.key(ending))
  }
}
