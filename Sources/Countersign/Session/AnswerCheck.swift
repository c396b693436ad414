/// Judges one answer of a login: reads what it may mean, checks it under the lock, and has the outcome on the disk
/// before anybody learns it.
struct AnswerCheck {
  let request: LoginRequest
  let subject: Subject
  let settings: PolicySettings
  let options: SessionOptions
  let location: StoreLocation
  let clock: @Sendable () throws(SystemFailure) -> UInt64

  /// Makes a challenge.
  ///
  /// - Returns: `nil` for a user without a token that could answer it.
  func newChallenge() throws(SystemFailure) -> Challenge? {
    guard case .enrolled(let read) = subject,
      let length = Challenge.length(for: read.record, settings.factors.value)
    else { return nil }
    return try Challenge(length: length)
  }

  /// What checking gave, and where the code began in the answer.
  private struct Finding {
    let outcome: FactorOutcome
    let codeStart: Int
    /// How many recovery codes are left, where the user has to be told.
    var recoveryCodesLeft: Int?
    /// The factor that the answer has locked.
    var locked: FactorLabel?
  }

  /// Judges an answer, or what a security key has shown.
  ///
  /// - Parameters:
  ///   - origin: an answer that an earlier module asked for has a password before the code.
  ///   - challenge: what the question held for tokens that answer challenges.
  @inline(never)
  func verdict(
    on answer: borrowing SecretBytes, from origin: SessionStep.Origin, to challenge: Challenge?,
    _ store: borrowing UserStore, _ conversation: inout some Conversation & ~Copyable,
    _ speech: LoginSpeech, _ audit: borrowing some AuditSink & ~Copyable
  ) throws(ConversationFailure) -> Verdict {
    guard conversation.isAboutSameUser() else { return .refused(.userChanged) }
    guard answer.count > 0 || origin.evidence != nil else { return .refused(.emptyAnswer) }
    guard !Answer.isSSHDJunk(answer.bytes) else { return .refused(.answerReplacedBySSHD) }
    let read: UserStore.ReadRecord
    switch subject {
    case .notEnrolled(let record):
      guard let record, record.record.temporary != nil else { return .refused(.notEnrolled) }
      read = record
    case .unknownUser: return .refused(.unknownUser)
    case .enrolled(let record): read = record
    }
    audit.write(.step(request, .answered(from: origin)))
    let finding: Finding
    do throws(StoreFailure) {
      guard let found = try findInTurn(answer.bytes, from: origin, to: challenge, read, store, audit) else {
        return .refused(.removedMeanwhile)
      }
      finding = found
    } catch {
      return .unavailable(error)
    }
    announce(finding.outcome, locked: finding.locked, of: read.record.user)
    if case .accepted = finding.outcome, options.forwardsPassword {
      try conversation.forward(answer.bytes.extracting(0..<finding.codeStart))
    }
    speech.farewell = finding.recoveryCodesLeft.map { .recoveryCodesLeft($0) }
    return Verdict(finding.outcome)
  }

  /// The same until no other host was faster. What others have recorded meanwhile is looked at each time.
  private func findInTurn(
    _ answer: Span<UInt8>, from origin: SessionStep.Origin, to challenge: Challenge?, _ read: UserStore.ReadRecord,
    _ store: borrowing UserStore, _ audit: borrowing some AuditSink & ~Copyable
  ) throws(StoreFailure) -> Finding? {
    var turns = DirectoryTurns()
    while true {
      do throws(StoreFailure) {
        return try find(answer, from: origin, to: challenge, read, store, audit)
      } catch {
        guard store.hasTurn(after: error, &turns) else { throw error }
      }
    }
  }

  /// Reads, checks and records under one lock.
  ///
  /// - Returns: `nil` when the user was removed meanwhile.
  private func find(
    _ answer: Span<UInt8>, from origin: SessionStep.Origin, to challenge: Challenge?, _ read: UserStore.ReadRecord,
    _ store: borrowing UserStore, _ audit: borrowing some AuditSink & ~Copyable
  ) throws(StoreFailure) -> Finding? {
    var locked: LockedState
    do throws(StoreFailure) {
      locked = try store.lockState(of: read.record.user)
    } catch {
      if error == .unfit(.state, .missing), try store.refreshed(read) == nil { return nil }
      throw error
    }
    if locked.fellBack { audit.write(.damagedSlot(request)) }
    guard let current = try store.refreshed(read) else { return nil }
    guard current.record.uid == read.record.uid else { throw .otherAccount(uid: read.record.uid) }
    let now: UInt64
    do { now = try clock() } catch { throw .system(.state, error) }
    if locked.state.lastEvent > now {
      audit.write(.clockSetBack(request, seconds: locked.state.lastEvent - now))
    }
    var check = FactorCheck(
      record: current.record, state: locked.state, now: now, throttle: settings.throttle.value,
      kinds: settings.factors.value, deliveries: settings.deliveries, window: settings.window?.value,
      lookAhead: settings.lookAhead?.value, resync: settings.resync.value, challenge: challenge,
      evidence: origin.evidence)
    var finding = try run(&check, answer, from: origin, key: current.key.key)
    var state = check.state
    if finding.outcome.isFullSuccess, let place = settings.rememberedPlace(of: request) {
      state.remember(place.place, service: request.service, rule: place.rule, now: now)
    }
    if case .accepted = finding.outcome, request.hasTerminal {
      finding.recoveryCodesLeft = state.warnOfRecoveryCodes(of: current.record, settings.factors.value, now: now)
    }
    if state != locked.state { try locked.record(state) }
    if let found = check.resynchronised, case .accepted(let factor) = finding.outcome {
      audit.write(.resynchronised(request, factor, found))
    }
    return finding
  }

  @inline(never)
  private func run(
    _ check: inout FactorCheck, _ answer: Span<UInt8>, from origin: SessionStep.Origin, key: borrowing SealKey
  ) throws(StoreFailure) -> Finding {
    let holdsPassword = origin == .earlierModule || options.forwardsPassword
    let splits = holdsPassword ? AnswerSplit.all(of: answer, for: check.record) : [AnswerSplit(codeStart: 0)]
    // An empty password that is handed on could count as none being needed for what follows (CVE-2014-7828).
    for split in splits where split.codeStart > 0 || !options.forwardsPassword {
      let code: TypedCode
      do {
        code = try TypedCode(answer.extracting(split.codeStart..<answer.count))
      } catch {
        throw .system(.state, error)
      }
      if let factor = try check.accept(code, key: key) {
        return Finding(outcome: .accepted(factor), codeStart: split.codeStart)
      }
    }
    let refusal = check.refusal()
    return Finding(outcome: refusal, codeStart: answer.count, locked: check.locked)
  }
}
