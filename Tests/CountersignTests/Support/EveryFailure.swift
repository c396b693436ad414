@testable import Countersign

/// One example at least of every store failure, refusal and verdict there is.
///
/// The `switch` statements have no default: whoever adds a case is sent here by the compiler.
enum EveryFailure {
  static let places: [StorePlace] = [
    .root, .configurationDirectory, .policy, .sealKey, .baseDirectory, .usersDirectory, .stateDirectory, .record,
    .state, .auditDirectory, .auditFile, .tokensDirectory, .token, .siteKey, .directoryProgram, .movingDirectory,
  ]

  static let unfitnesses: [Unfitness] = [
    .missing, .wrongOwner(65_534), .tooOpen(0o644), .notDirectory, .notRegularFile, .symbolicLink, .hardLinked(2),
    .empty, .wrongSize(7),
  ]

  static let store: [StoreFailure] =
    places.flatMap { place in unfitnesses.map { .unfit(place, $0) } }
    + places.map { .system($0, SystemFailure(.read, .inputOutput)) }
    + [
      .system(.record, SystemFailure(.open, .inputOutput)), .system(.record, SystemFailure(.read, .noSpace)),
      .malformedPolicy(PolicyFlaw(reason: .unknownKeyword, line: 1, column: 1, subject: nil)),
      .malformedPolicy(PolicyFlaw(reason: .badDate, line: 7, column: 12, subject: .keyword(.enrollBy))),
      .localTime(.notRegularFile), .localTime(.damaged(.header)), .localTime(.noCalendar),
      .malformedKey, .malformedRecord(.unknownFormat), .malformedRecord(.notAuthentic), .malformedRecord(.badLine(3)),
      .malformedToken(.badLine(3)), .malformedToken(.otherUser),
      .malformedRecord(.badLine(4)), .malformedRecord(.otherUser), .otherAccount(uid: 1), .otherAccount(uid: 2),
      .damagedState, .incompleteState, .fullState, .locked(seconds: 5), .locked(seconds: 0), .seal(.otherKey),
      .seal(.notAuthentic), .seal(.badLength), .seal(.system(SystemFailure(.allocate, .noMemory))),
      .malformedSiteKey, .overtaken, .moving,
    ] + DirectoryFault.allCases.map { .directory($0) }

  static let refusals: [Refusal] = [
    .wrongCode, .notACode, .foreignKey, .unknownLayout, .replayed(.recoveryCode(1)),
    .usedCodesAheadOfClock(.recoveryCode(1), seconds: 60), .expiredTemporaryCode, .expiredSentCode(.recoveryCode(1)),
    .disabledByAdministrator(.temporaryCode), .expiredDevice(.temporaryCode), .notEnrolled, .unknownUser, .emptyAnswer,
    .answerReplacedBySSHD, .noEarlierAnswer, .userChanged, .callerUnknown, .removedMeanwhile,
    .signatureCounter(.temporaryCode),
  ] + KeyEnding.allCases.map { .key($0) }

  static func verdicts(_ device: FactorLabel) -> [Verdict] {
    [
      .accepted(device), .accepted(.recoveryCode(10)), .refused(.replayed(device)), .throttled(until: 1_800_000_000),
      .disabled, .skipped(.notEnrolled(.builtIn)), .skipped(.disabledHere(.line(3))),
      .skipped(.mustEnroll(days: 5, .line(1))), .skipped(.remembered(since: 7, .line(2))),
      .skipped(.bypassed(number: 4)), .conversationFailed(ConversationFailure(code: 19)),
      .conversationFailed(ConversationFailure(code: .min)), .misconfigured,
    ] + refusals.map { .refused($0) } + store.map { .unavailable($0) }
  }

  /// The case of a failure, without its evidence.
  static func kind(_ failure: StoreFailure) -> String {
    switch failure {
    case .unfit: "unfit"
    case .system: "system"
    case .malformedPolicy: "malformedPolicy"
    case .localTime: "localTime"
    case .malformedKey: "malformedKey"
    case .malformedSiteKey: "malformedSiteKey"
    case .directory: "directory"
    case .overtaken: "overtaken"
    case .moving: "moving"
    case .malformedRecord(let flaw):
      switch flaw {
      case .unknownFormat, .notAuthentic, .badLine, .otherUser: "malformedRecord"
      }
    case .malformedToken: "malformedToken"
    case .otherAccount: "otherAccount"
    case .damagedState: "damagedState"
    case .incompleteState: "incompleteState"
    case .fullState: "fullState"
    case .locked: "locked"
    case .seal(let failure):
      switch failure {
      case .otherKey, .notAuthentic, .badLength, .system: "seal"
      }
    }
  }

  /// The case of a verdict, without its evidence.
  static func kind(_ verdict: Verdict) -> String {
    switch verdict {
    case .accepted: "accepted"
    case .refused: "refused"
    case .throttled: "throttled"
    case .disabled: "disabled"
    case .skipped: "skipped"
    case .unavailable: "unavailable"
    case .conversationFailed: "conversationFailed"
    case .misconfigured: "misconfigured"
    case .conducted: "conducted"
    }
  }
}
