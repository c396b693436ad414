extension Session {
  /// Hands a login over to the companion: it may be that of a user in a directory, which this process does not speak
  /// to.
  ///
  /// - Parameter touch: how long a security key may be waited for, in seconds.
  @inline(never)
  func handOver(
    touch: UInt32, _ speech: LoginSpeech, _ conversation: inout some Conversation & ~Copyable
  ) -> Verdict {
    let request = speech.request
    let login = HandedLogin(request, options, admitsUnenrolled: policy.admitsUnenrolled)
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
      return conversation.isAboutSameUser() ? .conducted(ending) : .refused(.userChanged)
    }
  }
}
