extension Session {
  /// Finds out what a login would come to: the same steps as ``authenticate(_:with:audit:)`` up to the question.
  /// Nothing is asked, counted or written.
  ///
  /// - Parameter request: a caller in it is taken at its word, while a login looks whose process it is.
  public func preview(_ request: LoginRequest) -> LoginPreview {
    var preview = LoginPreview()
    do throws(StoreFailure) {
      preview.outcome = try foresee(request, &preview)
    } catch {
      preview.outcome = .unavailable(error)
    }
    return preview
  }

  private func foresee(
    _ request: LoginRequest, _ preview: inout LoginPreview
  ) throws(StoreFailure) -> LoginPreview.Outcome {
    let (request, account) = request.settled()
    let root = try StoreRoot(location)
    let configuration = try root.configuration()
    let finding = try PolicyLookup(policy, clock).finding(for: request, account, in: configuration, location)
    let settings = finding.settings
    (preview.settings, preview.policy) = (settings, finding.policy)
    let speech = LoginSpeech(request, location, clock)
    if settings.mode.value == .disabled { return .skipped(.disabledHere(settings.mode.source)) }
    guard let owner = foreseenOwner(request, account, settings) else { return .refused(.callerUnknown) }
    preview.owner = owner.user
    let store = try UserStore(location, root, configuration)
    let subject = try Subject.find(owner, in: store)
    preview.enrolment = subject.enrolment
    speech.take(settings)
    if finding.policy != nil { speech.take(subject) }
    let waiver = Waiver(request: request, settings: settings, moment: finding.moment, effect: .foreseen, clock: clock)
    try look(at: subject, waiver, store, &preview)
    let reason = try waiver.reason(subject, store)
    try foreseeEnrolment(subject, reason, finding, &preview)
    if let reason {
      preview.rememberedUntil = end(of: reason, settings)
      preview.told = Notice(.skipped(reason), clock: clock).map { speech.sentences(of: $0) }
      return .skipped(reason)
    }
    let challenge = foreseenChallenge(subject, settings)
    let question = Question(options, settings, service: request.service, challenge: challenge, speech)
    (preview.prompt, preview.notice) = (question.prompt, question.notice)
    return .asked
  }

  private func foreseeEnrolment(
    _ subject: Subject, _ reason: SkipReason?, _ finding: PolicyFinding, _ preview: inout LoginPreview
  ) throws(StoreFailure) {
    guard subject.lacksDevice, reason?.isForLackOfDevice ?? true else { return }
    let now: UInt64
    do { now = try clock() } catch { throw .system(.state, error) }
    if let ticket = subject.record?.record.ticket, ticket.holds(at: now) { preview.ticketUntil = ticket.until }
    preview.enrolmentOffer = EnrolmentOffer(
      finding.settings.enroll.value,
      EnrolmentOffer.Facts(
        ticketWasTyped: false, hasTicket: preview.ticketUntil != nil,
        isBeforeEnrollBy: finding.settings.isBeforeEnrollBy(finding.moment), passesWithout: reason != nil,
        isInteractive: true))
  }

  /// Digits that nobody is asked.
  private func foreseenChallenge(_ subject: Subject, _ settings: PolicySettings) -> Challenge? {
    guard case .enrolled(let read) = subject,
      let length = Challenge.length(for: read.record, settings.factors.value)
    else { return nil }
    return Challenge(digits: [UInt8](repeating: UInt8(ascii: "#"), count: length))
  }

  private func foreseenOwner(
    _ request: LoginRequest, _ account: UserDatabase.Lookup, _ settings: PolicySettings
  ) -> FactorOwner? {
    switch settings.whoseFactor.value {
    case .target: return FactorOwner(request.user, account)
    case .caller:
      guard let caller = request.caller.flatMap({ UserName($0) }),
        case .found(let uid) = UserDatabase.settled(caller).account
      else { return nil }
      return FactorOwner(callerOf: request, realUser: uid)
    }
  }

  private func look(
    at subject: Subject, _ waiver: Waiver, _ store: borrowing UserStore, _ preview: inout LoginPreview
  ) throws(StoreFailure) {
    guard let record = subject.record?.record else { return }
    let state = try store.glancedState(of: record.user)
    if let bypass = record.bypass {
      preview.bypass = bypass
      preview.bypassStanding = try waiver.standing(of: bypass, in: state)
    }
    guard record.isEnrolled || record.temporary != nil else { return }
    let now: UInt64
    do { now = try clock() } catch { throw .system(.state, error) }
    preview.factors = FactorForesight(
      record: record, state: state, settings: waiver.settings, now: now, request: waiver.request
    ).factors
  }

  private func end(of reason: SkipReason, _ settings: PolicySettings) -> UInt64? {
    guard case .remembered(let since, _) = reason, let rule = settings.remember?.value else { return nil }
    let (end, overflow) = since.addingReportingOverflow(rule.duration)
    return overflow ? .max : end
  }
}
