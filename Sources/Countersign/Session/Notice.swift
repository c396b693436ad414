/// What a person is told besides the prompt. Nothing of what is told without a code that was accepted differs between a
/// user who exists and one who does not.
public enum Notice: Equatable, Sendable {
  /// The code is right but used.
  case codeAlreadyUsed
  /// Too many wrong codes; so many seconds to wait.
  case tryAgain(seconds: UInt64)
  /// Too many wrong codes; an administrator has to help.
  case disabled
  /// The store, the system or its clock fails.
  case unavailable
  /// The user is let pass, and will need a second factor in so many days, 1 or more.
  case mustEnroll(days: UInt64)
  /// The user is in, and has so few recovery codes left.
  case recoveryCodesLeft(Int)
  /// The code was sent, is right, and its time is over.
  case codeExpired
  /// A code can be sent in place of the answer that is asked for.
  case codeCanBeSent
  /// No code could be sent.
  case codeNotSent
  /// None of the user's security keys is there.
  case keyNotThere
  case keyNotTouched
  /// A security key was asked and cannot be used; the log says why.
  case keyUnusable
  /// What the administrator has to say, UTF-8 with placeholders.
  case fromPolicy([UInt8])

  /// Whether something went wrong; other notices only tell.
  public var isError: Bool {
    switch self {
    case .codeAlreadyUsed, .codeExpired, .codeNotSent, .tryAgain, .disabled, .unavailable, .keyNotThere, .keyNotTouched,
      .keyUnusable:
      true
    case .mustEnroll, .recoveryCodesLeft, .codeCanBeSent, .fromPolicy: false
    }
  }
}

extension Notice {
  /// What to tell after a verdict; most verdicts say nothing, so that refusals look alike.
  init?(_ verdict: Verdict, clock: () throws(SystemFailure) -> UInt64) {
    switch verdict {
    case .refused(.replayed): self = .codeAlreadyUsed
    case .refused(.expiredSentCode): self = .codeExpired
    case .throttled(let until):
      let now = (try? clock()) ?? until
      self = .tryAgain(seconds: until > now ? until - now : 1)
    case .disabled: self = .disabled
    case .refused(.key(.noKey)): self = .keyNotThere
    case .refused(.key(.noTouch)): self = .keyNotTouched
    case .refused(.key(.failed)), .refused(.key(.programFailed)), .refused(.signatureCounter): self = .keyUnusable
    case .unavailable, .refused(.usedCodesAheadOfClock): self = .unavailable
    case .skipped(.mustEnroll(let days, _)): self = .mustEnroll(days: days)
    case .accepted, .refused, .skipped, .conversationFailed, .misconfigured, .conducted: return nil
    }
  }
}
