/// Whether a stack does what a second factor is for, found out by going every way through it.
///
/// What it says holds for an ordinary caller: modules that exempt root, such as pam_rootok, are taken to say no.
public struct StackAssessment: Equatable, Sendable {
  /// Whether the stack calls our module at all.
  public let asksForCode: Bool
  /// A way in although our module refused, was interrupted or failed.
  public let wayInAfterRefusal: [StackMove]?
  /// A way in on which our module is never called, though it has not been told to pass somebody.
  public let wayPast: [StackMove]?
  /// A way in on which every module that asks for another factor said no.
  public let wayInByCodeAlone: [StackMove]?
  /// A way in with everything right; without one the stack lets nobody in.
  public let wayIn: [StackMove]?

  /// - Parameter isMeant: tells of a step that sends logins past our module on purpose, such as a group that is not
  ///   asked. Ways that it opens are not counted as ways past.
  public init(_ stack: AuthStack, isMeant: (StackStep) -> Bool = { _ in false }) {
    asksForCode = !stack.ours.isEmpty && !stack.isBroken
    let meant = Set(stack.steps.filter(isMeant).map(\.place))
    let all = StackWalk(stack) { step in StackAssessment.results(step, meant) }
    wayInAfterRefusal = all.wayIn { $0 == .failed }
    wayPast = all.wayIn { $0 == .notAsked }
    wayIn = StackWalk(stack) { step in StackAssessment.results(step, []) }.wayIn { $0 == .passed }
    wayInByCodeAlone = StackWalk(stack) { step in
      guard let rule = step.rule else { return [.auth_err] }
      switch ModuleNature(rule) {
      case .factor, .unknown: return [.auth_err, .user_unknown, .conv_err]
      default: return StackAssessment.results(step, meant)
      }
    }.wayIn { $0 == .passed }
  }

  /// Whether nobody gets in whom our module has refused or not seen, and somebody does get in.
  public var isSound: Bool { asksForCode && wayInAfterRefusal == nil && wayPast == nil && wayIn != nil }

  private static func results(_ step: StackStep, _ meant: Set<StackPlace>) -> [PAMResult] {
    guard let rule = step.rule else { return [.perm_denied] }
    if meant.contains(step.place) { return PAMResult.allCases.filter { !opensWay(rule, $0) } }
    switch ModuleNature(rule) {
    case .constant(let result): return [result]
    case .exemption: return [.auth_err]
    case .code, .factor, .condition, .side, .unknown: return PAMResult.allCases
    }
  }

  /// Whether a step that is meant to send somebody past us does so with this result.
  private static func opensWay(_ rule: PAMRule, _ result: PAMResult) -> Bool {
    switch rule.control.action(for: result) {
    case .jump, .done: true
    case .ignore, .ok, .bad, .die, .reset, nil: false
    }
  }
}
