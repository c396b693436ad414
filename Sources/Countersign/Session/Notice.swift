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
  /// The user is let pass, and will need a second factor in so many days, 1 or more.
  case mustEnroll(days: UInt64)
  /// What the administrator has to say, UTF-8.
  case fromPolicy([UInt8])

  /// The sentence, without a line end.
  public var text: [UInt8] {
    switch self {
    case .codeAlreadyUsed: Array(ascii: "This code has been used already. Wait for the next one.")
    case .tryAgain(let seconds):
      Array(ascii: "Too many wrong codes. Try again in ") + Notice.duration(seconds) + Array(ascii: ".")
    case .disabled: Array(ascii: "Too many wrong codes. Ask your administrator to enable your device again.")
    case .unavailable: Array(ascii: "Your code cannot be checked now. Ask your administrator to look at the log.")
    case .mustEnroll(let days): Notice.enrolment(days)
    case .fromPolicy(let text): text
    }
  }

  /// Whether something went wrong; other notices only tell.
  public var isError: Bool {
    switch self {
    case .codeAlreadyUsed, .tryAgain, .disabled, .unavailable: true
    case .mustEnroll, .fromPolicy: false
    }
  }

  private static func enrolment(_ days: UInt64) -> [UInt8] {
    let when =
      days == 1
      ? Array(ascii: "From tomorrow on") : Array(ascii: "In ") + RecordFormat.decimal(days) + Array(ascii: " days")
    return when + Array(ascii: " you will need a second factor to log in here. Ask your administrator to enrol you.")
  }

  private static func duration(_ seconds: UInt64) -> [UInt8] {
    guard seconds > 90 else {
      return RecordFormat.decimal(seconds) + Array(ascii: seconds == 1 ? " second" : " seconds")
    }
    let minutes = (seconds - 1) / 60 + 1
    return RecordFormat.decimal(minutes) + Array(ascii: " minutes")
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
    case .skipped(.mustEnroll(let days, _)): self = .mustEnroll(days: days)
    case .accepted, .refused, .skipped, .conversationFailed, .misconfigured: return nil
    }
  }
}
