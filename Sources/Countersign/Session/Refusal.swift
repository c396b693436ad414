/// Why a login was refused although everything worked.
public enum Refusal: Equatable, Sendable {
  case wrongCode
  /// The answer has not the form of any code of this user.
  case notACode
  /// A key's code, with another public identity than that of this user's keys. Nothing is counted.
  case foreignKey
  /// As long as a key's code, in letters that no keyboard layout known here makes of one. Nothing is counted.
  case unknownLayout
  case replayed(FactorLabel)
  /// The clock was set back: the device's used codes are ahead of it, and no code can be accepted for so many seconds.
  /// Nothing is counted.
  case usedCodesAheadOfClock(FactorLabel, seconds: UInt64)
  /// The temporary code is right, but its time is over.
  case expiredTemporaryCode
  /// The code that was sent is right, but its time is over. Nothing is counted.
  case expiredSentCode(FactorLabel)
  /// The only device that could have answered was disabled by an administrator. Nothing is counted.
  case disabledByAdministrator(FactorLabel)
  /// The only device that could have answered counts no longer. Nothing is counted.
  case expiredDevice(FactorLabel)
  case notEnrolled
  case unknownUser
  /// Nothing was typed; nobody's fault, nothing is counted.
  case emptyAnswer
  /// sshd put junk in place of the answer: it refuses this user whatever is typed. Nothing is counted.
  case answerReplacedBySSHD
  /// The module may only use what an earlier module asked for, and none did.
  case noEarlierAnswer
  /// The application changed the user during the conversation.
  case userChanged
  /// Policy asks for the factor of the one who calls `su` or `sudo`, and the application does not say who that is.
  case callerUnknown
  /// The answer is the ticket with this number: it opens an enrolment, and lets nobody in by itself.
  case ticketAlone(mark: UInt32)
  /// An enrolment at this login came to nothing.
  case enrolment(EnrolmentEnding)
  /// A security key was asked, nothing came of it, and the user has nothing else to show.
  case key(KeyEnding)
  /// The signature counter of the key has not gone up: there is a copy of it, or it was reset. Nothing is counted.
  case signatureCounter(FactorLabel)
  /// The device was removed between the question and the answer.
  case removedMeanwhile

  /// The factor it is about, where it is about one.
  public var factor: FactorLabel? {
    switch self {
    case .replayed(let factor), .usedCodesAheadOfClock(let factor, _), .disabledByAdministrator(let factor),
      .expiredDevice(let factor), .expiredSentCode(let factor), .signatureCounter(let factor):
      factor
    case .expiredTemporaryCode: .temporaryCode
    case .wrongCode, .notACode, .foreignKey, .unknownLayout, .notEnrolled, .unknownUser, .emptyAnswer,
      .answerReplacedBySSHD, .noEarlierAnswer, .userChanged, .callerUnknown, .removedMeanwhile,
      .ticketAlone, .enrolment, .key:
      nil
    }
  }

  /// As it stands in log lines.
  public var reason: StaticString {
    switch self {
    case .wrongCode: "wrong-code"
    case .notACode: "not-a-code"
    case .foreignKey: "code-of-another-key"
    case .unknownLayout: "unknown-keyboard-layout"
    case .replayed: "replayed-code"
    case .usedCodesAheadOfClock: "used-codes-ahead-of-clock"
    case .expiredTemporaryCode: "expired-temporary-code"
    case .expiredSentCode: "expired-sent-code"
    case .disabledByAdministrator: "device-disabled-by-administrator"
    case .expiredDevice: "expired-device"
    case .notEnrolled: "not-enrolled"
    case .unknownUser: "unknown-user"
    case .emptyAnswer: "empty-answer"
    case .answerReplacedBySSHD: "answer-replaced-by-sshd"
    case .noEarlierAnswer: "no-earlier-answer"
    case .userChanged: "user-changed"
    case .callerUnknown: "caller-unknown"
    case .removedMeanwhile: "removed-meanwhile"
    case .ticketAlone: "ticket-without-enrolment"
    case .enrolment(let ending): ending.reason
    case .key(let ending): ending.reason
    case .signatureCounter: "signature-counter"
    }
  }
}
