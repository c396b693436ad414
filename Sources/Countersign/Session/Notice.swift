/// What a person is told besides the prompt. Nothing here differs between a user who exists and one who does not.
public enum Notice: Equatable, Sendable {
  /// The code is right but used.
  case codeAlreadyUsed
  /// Too many wrong codes; so many seconds to wait.
  case tryAgain(seconds: UInt64)
  /// Too many wrong codes; an administrator has to help.
  case disabled
  /// The store, the system or its clock fails.
  case unavailable

  /// The sentence, without a line end.
  public var text: [UInt8] {
    switch self {
    case .codeAlreadyUsed: Array("This code has been used already. Wait for the next one.".utf8)
    case .tryAgain(let seconds):
      Array("Too many wrong codes. Try again in ".utf8) + Notice.duration(seconds) + Array(".".utf8)
    case .disabled: Array("Too many wrong codes. Ask your administrator to enable your device again.".utf8)
    case .unavailable: Array("Your code cannot be checked now. Ask your administrator to look at the log.".utf8)
    }
  }

  private static func duration(_ seconds: UInt64) -> [UInt8] {
    guard seconds > 90 else {
      return RecordFormat.decimal(seconds) + Array(seconds == 1 ? " second".utf8 : " seconds".utf8)
    }
    let minutes = (seconds - 1) / 60 + 1
    return RecordFormat.decimal(minutes) + Array(" minutes".utf8)
  }
}

extension Notice {
  /// What to tell after a verdict; most verdicts say nothing, so that refusals look alike.
  init?(_ verdict: Verdict, clock: () throws(SystemFailure) -> UInt64) {
    switch verdict {
    case .refused(.replayed): self = .codeAlreadyUsed
    case .throttled(let until):
      let now = (try? clock()) ?? until
      self = .tryAgain(seconds: until > now ? until - now : 1)
    case .disabled: self = .disabled
    case .unavailable, .refused(.usedCodesAheadOfClock): self = .unavailable
    case .accepted, .refused, .skipped, .conversationFailed, .misconfigured: return nil
    }
  }
}
