/// One login from its request to its verdict, in the order of the manual: policy, record, conversation, check,
/// recording, audit.
public struct Session: Sendable {
  let location: StoreLocation
  let policy: PolicySelection
  let options: SessionOptions
  /// The wall clock, read once for each answer that is checked: when the code is there, not when it was asked for,
  /// because people take their time.
  let clock: @Sendable () throws(SystemFailure) -> UInt64

  public init(
    location: StoreLocation, policy: PolicySelection, options: SessionOptions,
    clock: @escaping @Sendable () throws(SystemFailure) -> UInt64 = Clock.now
  ) {
    self.location = location
    self.policy = policy
    self.options = options
    self.clock = clock
  }

  /// Conducts a login and writes its line to the log.
  public func authenticate(
    _ request: LoginRequest, with conversation: inout some Conversation & ~Copyable,
    audit: borrowing some AuditSink & ~Copyable
  ) -> Verdict {
    let (request, account) = request.settled()
    let speech = LoginSpeech(request, location, clock)
    let verdict = judge(request, account, &conversation, speech, audit)
    if case .conducted = verdict { return verdict }
    audit.write(.login(request, verdict, userIsKnown: account.isFound, isOffline: speech.isOffline))
    if let notice = Notice(verdict, clock: clock) ?? speech.farewell {
      if notice.isError { speech.avoidGarbling(notice) }
      conversation.tell(speech.sentences(of: notice), isError: notice.isError)
    }
    return verdict
  }

  private func judge(
    _ request: LoginRequest, _ account: UserDatabase.Lookup, _ conversation: inout some Conversation & ~Copyable,
    _ speech: LoginSpeech, _ audit: borrowing some AuditSink & ~Copyable
  ) -> Verdict {
    do throws(StoreFailure) {
      let root = try StoreRoot(location)
      let configuration = try root.configuration()
      let finding = try PolicyLookup(policy, clock).finding(for: request, account, in: configuration, location)
      let settings = finding.settings
      speech.take(settings)
      if settings.mode.value == .disabled { return .skipped(.disabledHere(settings.mode.source)) }
      if !DirectoryStore.isUsable, settings.store == .directory {
        return handOver(touch: settings.touch.value, speech, &conversation)
      }
      guard let owner = owner(request, account, settings) else { return .refused(.callerUnknown) }
      let footing = try Footing(
        of: owner, in: location, root, configuration, offline: settings.offline)
      let subject = footing.subject
      if finding.policy != nil { speech.take(subject) }
      audit.write(.step(request, .settled(subject.enrolment)))
      if DirectoryStore.isUsable, let failure = footing.failure {
        return converseOffline(footing, failure, settings, &conversation, speech, audit)
      }
      let waiver = Waiver(request: request, settings: settings, moment: finding.moment, effect: .counted, clock: clock)
      let skip = try waiver.reason(subject, footing.store)
      let enrolment = FirstEnrolment(
        request: request, owner: owner, rule: settings.enroll.value,
        isBeforeEnrollBy: settings.isBeforeEnrollBy(finding.moment), location: location, speech: speech)
      if enrolment.rule != .no, subject.lacksDevice, skip?.isForLackOfDevice ?? true,
        let verdict = try enrolment.verdict(byTicket: 0, passesWithout: skip != nil, footing.store, &conversation)
      {
        return verdict
      }
      if let skip { return .skipped(skip) }
      let check = AnswerCheck(
        request: request, subject: subject, settings: settings, options: options, location: location, clock: clock)
      let verdict = converse(check, footing.store, &conversation, speech, audit)
      guard case .refused(.ticketAlone(let ticket)) = verdict, enrolment.rule != .no else { return verdict }
      return try enrolment.verdict(byTicket: ticket, passesWithout: false, footing.store, &conversation) ?? verdict
    } catch {
      return .unavailable(error)
    }
  }

  /// The directory is away, and the user has a device for that in the files: a code of it is asked for, whatever the
  /// policy would not ask for otherwise.
  private func converseOffline(
    _ footing: borrowing Footing, _ failure: StoreFailure, _ settings: PolicySettings,
    _ conversation: inout some Conversation & ~Copyable, _ speech: LoginSpeech,
    _ audit: borrowing some AuditSink & ~Copyable
  ) -> Verdict {
    audit.write(.setback(speech.request, .directoryAway, failure))
    speech.isOffline = true
    var options = options
    // What the companion does for a login, it does for users of the directory.
    options.asksCompanion = false
    let check = AnswerCheck(
      request: speech.request, subject: footing.subject, settings: settings, options: options,
      location: location.choosing(.breakGlass), clock: clock)
    return converse(check, footing.store, &conversation, speech, audit)
  }

  private func owner(
    _ request: LoginRequest, _ account: UserDatabase.Lookup, _ settings: PolicySettings
  ) -> FactorOwner? {
    switch settings.whoseFactor.value {
    case .target: FactorOwner(request.user, account)
    case .caller: FactorOwner(callerOf: request, realUser: request.hints.realUser)
    }
  }

  private func converse(
    _ check: AnswerCheck, _ store: borrowing UserStore, _ conversation: inout some Conversation & ~Copyable,
    _ speech: LoginSpeech, _ audit: borrowing some AuditSink & ~Copyable
  ) -> Verdict {
    do throws(ConversationFailure) {
      if options.source != .conversation {
        let verdict = try earlierVerdict(check, store, &conversation, speech, audit)
        guard options.source == .earlierAnswerFirst, verdict.leavesQuestionOpen else { return verdict }
      }
      if let verdict = try KeyLogin(check)?.verdict(check, store, &conversation, speech, audit) { return verdict }
      let challenge: Challenge?
      do throws(SystemFailure) { challenge = try check.newChallenge() } catch {
        return .unavailable(.system(.state, error))
      }
      let answer = try ask(check, challenge, &conversation, speech, audit)
      return try check.verdict(on: answer, from: .conversation, to: challenge, store, &conversation, speech, audit)
    } catch {
      return .conversationFailed(error)
    }
  }

  /// The verdict on what an earlier module asked for.
  private func earlierVerdict(
    _ check: AnswerCheck, _ store: borrowing UserStore, _ conversation: inout some Conversation & ~Copyable,
    _ speech: LoginSpeech, _ audit: borrowing some AuditSink & ~Copyable
  ) throws(ConversationFailure) -> Verdict {
    guard let answer = try conversation.earlierAnswer() else { return .refused(.noEarlierAnswer) }
    return try check.verdict(on: answer, from: .earlierModule, to: nil, store, &conversation, speech, audit)
  }
}
