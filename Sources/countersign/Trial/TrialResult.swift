import CTrialLogin
import LoginStacks
import Words

/// What came of a login that was tried.
enum TrialResult: Equatable {
  case letIn
  /// `pam_authenticate` let it in, `pam_setcred` did not; services differ in what they make of it.
  case letInWithoutCredentials(PAMResult?)
  case refused(PAMResult?)
  /// Nobody knows: a module crashed, or took too long.
  case none(reason: String)

  init(_ ending: TrialEnding) {
    switch ending {
    case .finished(0, 0, _): self = .letIn
    case .finished(0, let credentials, _): self = .letInWithoutCredentials(TrialResult.named(credentials))
    case .finished(let code, _, _): self = .refused(TrialResult.named(code))
    case .killed(let signal): self = .none(reason: said("a module was killed by signal \(signal)"))
    case .late: self = .none(reason: said("it took longer than \(TrialRunner.seconds) seconds"))
    case .lost: self = .none(reason: said("a module ended the process"))
    }
  }

  private static func named(_ code: Int32) -> PAMResult? {
    let number = Int(code)
    return PAMResult.allCases.indices.contains(number) ? PAMResult.allCases[number] : nil
  }

  /// Whether `pam_authenticate` said yes.
  var isIn: Bool {
    switch self {
    case .letIn, .letInWithoutCredentials: true
    case .refused, .none: false
    }
  }

  /// Whether it is not known how it would have ended.
  var isUnknown: Bool { if case .none = self { true } else { false } }

  /// For people.
  var text: String {
    switch self {
    case .letIn, .letInWithoutCredentials: said("let in")
    case .refused: said("refused", context: "a login")
    case .none: said("no result")
    }
  }
}
