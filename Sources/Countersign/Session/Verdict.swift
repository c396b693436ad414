/// How a login ended, with the evidence. Nothing in it is secret.
public enum Verdict: Equatable, Sendable {
  /// The factor was verified, and is on the disk as used.
  case accepted(FactorLabel)
  case refused(Refusal)
  /// Nothing was evaluated; until then, seconds since 1970.
  case throttled(until: UInt64)
  /// Every factor that could have answered is disabled.
  case disabled
  /// Policy asks for nothing.
  case skipped(SkipReason)
  case unavailable(StoreFailure)
  case conversationFailed(ConversationFailure)
  /// The module's arguments make no sense; see the log.
  case misconfigured
  /// The companion has conducted the login, and has told and logged how it ended.
  case conducted(HandedEnding)
}

extension Verdict {
  init(_ outcome: FactorOutcome) {
    switch outcome {
    case .accepted(let factor): self = .accepted(factor)
    case .replayed(let factor): self = .refused(.replayed(factor))
    case .aheadOfClock(let factor, let seconds):
      self = .refused(.usedCodesAheadOfClock(factor, seconds: seconds))
    case .ticket(let mark): self = .refused(.ticketAlone(mark: mark))
    case .wrong: self = .refused(.wrongCode)
    case .signatureCounter(let factor): self = .refused(.signatureCounter(factor))
    case .unprovenKey: self = .refused(.key(.notProven))
    case .removedKey: self = .refused(.removedMeanwhile)
    case .notACode: self = .refused(.notACode)
    case .foreignKey: self = .refused(.foreignKey)
    case .unknownLayout: self = .refused(.unknownLayout)
    case .throttled(let until): self = .throttled(until: until)
    case .disabled: self = .disabled
    case .expiredTemporaryCode: self = .refused(.expiredTemporaryCode)
    case .expiredSentCode(let factor): self = .refused(.expiredSentCode(factor))
    case .disabledByAdministrator(let factor): self = .refused(.disabledByAdministrator(factor))
    case .expiredDevice(let factor): self = .refused(.expiredDevice(factor))
    }
  }

  /// Whether asking the person could still bring the right code.
  var leavesQuestionOpen: Bool {
    switch self {
    case .refused(let refusal): refusal != .userChanged
    case .accepted, .throttled, .disabled, .skipped, .unavailable, .conversationFailed, .misconfigured, .conducted:
      false
    }
  }
}
