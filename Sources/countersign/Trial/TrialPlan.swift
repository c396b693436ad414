import LoginStacks
import Words

/// Which logins are tried for a scenario.
struct TrialPlan {
  /// The places of the modules that check the first factor.
  let firstFactors: [(place: StackPlace, module: String)]
  /// Whether the stack has a second factor that is not ours.
  let hasOtherFactor: Bool

  init(_ files: TrialFiles) {
    firstFactors = files.roles.filter { $0.role == .firstFactor }.map { ($0.place, $0.rule.moduleName) }
    hasOtherFactor = files.roles.contains { $0.role == .otherFactor }
  }

  /// The results with which our module refuses or fails, besides those that other scenarios are about.
  private static let failures: [PAMResult] = [
    .maxtries, .authinfo_unavail, .auth_err, .conv_err, .buf_err, .abort, .system_err, .service_err, .perm_denied,
    .module_unknown,
  ]
  /// What modules say of a first factor that is not right, or that they cannot check.
  private static let refusals: [PAMResult] = [
    .auth_err, .user_unknown, .authinfo_unavail, .perm_denied, .maxtries, .cred_insufficient, .acct_expired,
    .service_err,
  ]

  func attempts(for scenario: TrialScenario) -> [TrialAttempt] {
    switch scenario {
    case .rightCode: knowing { $0.typing = .right } + withOtherFactor
    case .wrongCode: knowing { $0.typing = .wrong }
    case .emptyCode: knowing { $0.typing = .nothing }
    case .abortedCode: knowing { $0.typing = .abort }
    case .usedCode: knowing { $0.typing = .again }
    case .abortedThroughout: notKnowing([.conv_err, .authtok_err, .abort]) { $0.typing = .abort }
    case .wrongPassword: notKnowing { $0.typing = .right }
    case .wrongPasswordAndCode: notKnowing { $0.typing = .wrong }
    case .waived: knowing { $0.policy = .waiving }
    case .waivedWrongPassword: notKnowing { $0.policy = .waiving }
    case .unenrolled: knowing { $0.isEnrolled = false }
    case .unenrolledWrongPassword: notKnowing { $0.isEnrolled = false }
    case .storeUnreadable: TrialDamage.allCases.flatMap { damage in
      knowing(damage.text) { $0.damage = damage }
    }
    case .policyBroken: knowing { $0.policy = .broken }
    case .moduleMissing: knowing { $0.arrangement.module = .missing }
    case .moduleFails: TrialPlan.failures.flatMap { result in
      knowing(said("with PAM_\(result.rawValue.uppercased())")) { $0.arrangement.module = .says(result) }
    }
    }
  }

  /// Logins with the right first factor: all that check one say yes, or only one of them does.
  private func knowing(_ way: String? = nil, _ set: (inout TrialAttempt) -> Void) -> [TrialAttempt] {
    var arrangements: [(TrialArrangement, String?)] = [(TrialArrangement(firstFactor: .success), nil)]
    if firstFactors.count > 1 {
      arrangements += firstFactors.map { factor in
        (TrialArrangement(firstFactor: .auth_err, onlyRight: factor.place), said("by \(factor.module) alone"))
      }
    }
    return arrangements.flatMap { arrangement, byWhat in
      attempts(arrangement, Enumeration.of([way, byWhat].compactMap(\.self)), set)
    }
  }

  /// Logins without the first factor.
  private func notKnowing(
    _ results: [PAMResult] = refusals, _ set: (inout TrialAttempt) -> Void
  ) -> [TrialAttempt] {
    results.flatMap { result in
      attempts(TrialArrangement(firstFactor: result), said("with PAM_\(result.rawValue.uppercased())"), set)
    }
  }

  /// A second factor of others refuses, or says that it is not set up; with `nullok` that counts for nothing.
  private func attempts(
    _ arrangement: TrialArrangement, _ way: String, _ set: (inout TrialAttempt) -> Void
  ) -> [TrialAttempt] {
    let others: [PAMResult] = hasOtherFactor ? [.auth_err, .ignore] : [.auth_err]
    return others.map { other in
      var attempt = TrialAttempt(arrangement: arrangement, way: way.isEmpty ? nil : way)
      attempt.arrangement.otherFactor = other
      set(&attempt)
      return attempt
    }
  }

  /// Where both second factors are wanted, nobody gets in with ours alone.
  private var withOtherFactor: [TrialAttempt] {
    guard hasOtherFactor else { return [] }
    return [TrialAttempt(
      arrangement: TrialArrangement(firstFactor: .success, otherFactor: .success),
      way: said("with both second factors"))]
  }
}
