/// One login from its request to its verdict, in the order of the manual: record, policy, conversation, check,
/// recording, audit.
public struct Session: Sendable {
  let location: StoreLocation
  let settings: PolicySettings
  let options: SessionOptions
  /// The wall clock, read once for each answer that is checked: when the code is there, not when it was asked for,
  /// because people take their time.
  let clock: @Sendable () throws(SystemFailure) -> UInt64

  public init(
    location: StoreLocation, settings: PolicySettings, options: SessionOptions,
    clock: @escaping @Sendable () throws(SystemFailure) -> UInt64 = Clock.now
  ) {
    self.location = location
    self.settings = settings
    self.options = options
    self.clock = clock
  }

  /// Conducts a login and writes its line to the log.
  public func authenticate(
    _ request: LoginRequest, with conversation: inout some Conversation & ~Copyable,
    audit: borrowing some AuditSink & ~Copyable
  ) -> Verdict {
    let account = UserDatabase.account(named: request.user)
    let verdict = judge(request, account, &conversation, audit)
    audit.write(.login(request, verdict, userIsKnown: account.isFound))
    if let notice = Notice(verdict, clock: clock) { conversation.tell(notice) }
    return verdict
  }

  private func judge(
    _ request: LoginRequest, _ account: UserDatabase.Lookup, _ conversation: inout some Conversation & ~Copyable,
    _ audit: borrowing some AuditSink & ~Copyable
  ) -> Verdict {
    do throws(StoreFailure) {
      let store = try UserStore(location)
      let subject = try Subject.find(request.user, account, in: store)
      audit.write(.step(request, .settled(subject.enrolment)))
      switch settings.decide(subject.enrolment, moment: nil) {
      case .skip(let reason): return .skipped(reason)
      case .require: return converse(request, subject, store, &conversation, audit)
      }
    } catch {
      return .unavailable(error)
    }
  }

  private func converse(
    _ request: LoginRequest, _ subject: Subject, _ store: borrowing UserStore,
    _ conversation: inout some Conversation & ~Copyable, _ audit: borrowing some AuditSink & ~Copyable
  ) -> Verdict {
    let check = AnswerCheck(request: request, subject: subject, options: options, clock: clock)
    do throws(ConversationFailure) {
      if options.source != .conversation {
        let verdict = try earlierVerdict(check, store, &conversation, audit)
        guard options.source == .earlierAnswerFirst, verdict.leavesQuestionOpen else { return verdict }
      }
      let answer = try conversation.ask(options.effectivePrompt, echo: options.echo)
      return try check.verdict(on: answer, from: .conversation, store, &conversation, audit)
    } catch {
      return .conversationFailed(error)
    }
  }

  /// The verdict on what an earlier module asked for.
  private func earlierVerdict(
    _ check: AnswerCheck, _ store: borrowing UserStore, _ conversation: inout some Conversation & ~Copyable,
    _ audit: borrowing some AuditSink & ~Copyable
  ) throws(ConversationFailure) -> Verdict {
    guard let answer = try conversation.earlierAnswer() else { return .refused(.noEarlierAnswer) }
    return try check.verdict(on: answer, from: .earlierModule, store, &conversation, audit)
  }
}
