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
  ///   - ticket: the number of the one that was typed; 0 for none.
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
      let ending = bytes.count == 1 ? EnrolmentEnding(rawValue: bytes[0]) ?? .failed : .failed
      guard conversation.isStillAbout(request.user) else { return .refused(.userChanged) }
      if ending == .enrolled { return try enrolled(store) }
      return ending == .notOffered || ending == .declined && passesWithout ? nil : .refused(.enrolment(ending))
    }
  }

  /// Nobody's word is enough: the record has to have the device.
  private func enrolled(_ store: borrowing UserStore) throws(StoreFailure) -> Verdict {
    guard case .enrolled(let read) = try Subject.find(owner, in: store), let device = read.record.devices.first else {
      return .refused(.enrolment(.failed))
    }
    return .accepted(FactorLabel(device))
  }
}
