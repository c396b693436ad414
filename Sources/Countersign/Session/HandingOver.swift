/// Hands a login over to the companion: it may be that of a user in a directory, which this process does not speak to.
struct HandingOver {
  let request: LoginRequest
  let options: SessionOptions
  let admitsUnenrolled: Bool
  let location: StoreLocation
  let speech: LoginSpeech

  /// Has the companion conduct the login.
  ///
  /// - Parameter touch: how long it may wait for a security key, in seconds.
  func verdict(_ conversation: inout some Conversation & ~Copyable, touch: UInt32) -> Verdict {
    let login = HandedLogin(request, options, admitsUnenrolled: admitsUnenrolled)
    let order = CompanionOrder(.login(login), request, uid: 0, root: location.root, speech)
    let talk = CompanionTalk(order: order, location: location)
    switch talk.conduct(&conversation, waiting: CompanionTalk.patience &+ touch, at: WatchedTerminal(false)) {
    case .conversationFailed(let failure): return .conversationFailed(failure)
    case .failed(let failure): return .unavailable(failure)
    // Nobody watches a terminal here.
    case .givenUp: return .refused(.emptyAnswer)
    case .told(let bytes):
      guard bytes.count == 1, let ending = HandedEnding(rawValue: bytes[0]) else {
        return .unavailable(.system(.companion, SystemFailure(.read, .invalid)))
      }
      guard conversation.isStillAbout(request.user) else { return .refused(.userChanged) }
      return .conducted(ending)
    }
  }
}
