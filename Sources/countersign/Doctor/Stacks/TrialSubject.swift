import LoginStacks

/// What a trial depends on. Services with equal rules need one trial for all, so that looking at them takes seconds
/// also where they all include the same file.
struct TrialSubject: Equatable {
  private let kinds: [StackStep.Kind]
  private let levels: [Int]
  private let origin: TrialOrigin
  /// Where a rule looks at the service's name.
  private let service: String?

  init(_ stack: AuthStack, _ origin: TrialOrigin) {
    kinds = stack.steps.map(\.kind)
    levels = stack.steps.map(\.level)
    self.origin = origin
    service = stack.steps.contains { $0.rule.map(TrialSubject.looksAtService) ?? false } ? stack.service : nil
  }

  private static func looksAtService(_ rule: PAMRule) -> Bool {
    switch rule.moduleName {
    case "pam_succeed_if": rule.arguments.contains("service")
    case "pam_access", "pam_time", "pam_listfile": true
    default: false
    }
  }

  /// The style that a stack is of, as far as it says which logins there are: whether a key may come before, or has to.
  static func style(of stack: AuthStack) -> ServiceStyle {
    let rules = stack.steps.compactMap(\.rule)
    if rules.contains(where: isByKey) { return .keyOrPasswordAndCode }
    let asksForMore = rules.contains { [.factor, .unknown].contains(ModuleNature($0)) }
    return asksForMore ? .passwordAndCode : .keyAndCode
  }

  private static func isByKey(_ rule: PAMRule) -> Bool {
    rule.moduleName == "pam_exec" && ModuleNature(rule) == .factor
  }

  /// The groups outside of which nobody is asked, on purpose.
  static func groups(of stack: AuthStack) -> [String] {
    stack.steps.filter(ServicePlan.isMeant).compactMap { $0.rule?.arguments.last }
  }
}
