/// Enrolment at a login: the companion finds out whether it is offered and conducts it, and only the record is
/// believed.
struct FirstEnrolment {
  let request: LoginRequest
  let owner: FactorOwner
  let rule: EnrolmentRule
  /// Whether there is an `EnrollBy` whose day has not come.
  let isBeforeEnrollBy: Bool
  let location: StoreLocation
  let speech: LoginSpeech

  /// Enrols the user where that is offered.
  ///
  /// - Parameters:
  ///   - ticket: the mark of the one that was typed; 0 for none.
  ///   - passesWithout: whether the user gets in without a device.
  /// - Returns: `nil` where the login goes on as if there were nothing of the kind.
  @inline(never)
  func verdict(
    byTicket ticket: UInt32, passesWithout: Bool, _ store: borrowing UserStore,
    _ conversation: inout some Conversation & ~Copyable
  ) throws(StoreFailure) -> Verdict? {
    guard case .found(let uid) = owner.account, owner.user == request.user else { return nil }
    let order = CompanionOrder(
      .enroll(ticket: ticket, rule, isBeforeEnrollBy: isBeforeEnrollBy, passesWithout: passesWithout), request,
      uid: uid, root: location.root, speech)
    let talk = CompanionTalk(order: order, location: location)
    switch talk.conduct(&conversation, waiting: CompanionTalk.patience, at: WatchedTerminal(false)) {
    // Nobody watches a terminal here.
    case .givenUp: return .refused(.enrolment(.abandoned))
    case .conversationFailed(let failure): return .conversationFailed(failure)
    case .failed(let failure): throw failure
    case .told(let bytes):
      let ending = bytes.first.flatMap { EnrolmentEnding(rawValue: $0) } ?? .failed
      guard conversation.isAboutSameUser() else { return .refused(.userChanged) }
      if ending == .enrolled { return try enrolled(SecretMark(bytes.dropFirst()), store) }
      return ending == .notOffered || ending == .declined && passesWithout ? nil : .refused(.enrolment(ending))
    }
  }

  /// Nobody's word is enough: the record has to have this device, and not one that came there meanwhile.
  @inline(never)
  private func enrolled(_ mark: SecretMark?, _ store: borrowing UserStore) throws(StoreFailure) -> Verdict {
    guard let mark, case .enrolled(let read) = try Subject.find(owner, in: store) else {
      return .refused(.enrolment(.failed))
    }
    let device: Device?
    do throws(SealFailure) { device = try read.record.device(of: mark, key: read.key.key) } catch { throw .seal(error) }
    return device.map { .accepted(FactorLabel($0)) } ?? .refused(.enrolment(.overtaken))
  }
}
