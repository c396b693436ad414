import LoginStacks
import Words

/// Whether the stack of a service asks for the code, and lets nobody go round it.
struct StackCheck {
  let stack: ServiceStack
  /// How much it matters whether the service asks at all.
  let interest: Interest
  /// Accounts that have no password at all.
  let withoutPassword: [String]

  enum Interest {
    /// It is looked at like all others.
    case none
    /// It is one that people expect to ask.
    case usual
    /// Somebody wants to know about this very service.
    case named
  }

  private var service: String { stack.service }
  private var check: String { "stack-\(service)" }

  var findings: [Finding] {
    guard !stack.stack.isBroken else { return [broken] }
    guard !stack.ours.isEmpty else { return notAsked.map { [$0] } ?? [] }
    let assessment = StackAssessment(stack.stack, isMeant: ServicePlan.isMeant)
    let holes = [unreadable, refusal(assessment), past(assessment), nobody(assessment)].compactMap { $0 }
    let smaller = [codeAlone(assessment), nullok, emptyPassword].compactMap { $0 } + withoutDefault
    guard (holes + smaller).isEmpty else { return holes + smaller }
    return [.ok(check, "\(service) lets nobody in without the code where one is wanted")]
  }

  private var broken: Finding {
    .fail(
      check, "\(service) lets nobody in: its file includes one that is not there",
      cure: "look at the @include and include lines of /etc/pam.d/\(service)")
  }

  private var notAsked: Finding? {
    switch interest {
    case .none: nil
    case .usual: .ok(check, "\(service) does not ask for a code; countersign enable \(service) would change that")
    case .named: .warn(check, "\(service) does not ask for a code", cure: "countersign enable \(service)")
    }
  }

  private var unreadable: Finding? {
    guard let step = stack.stack.steps.first(where: { $0.kind == .failure }) else { return nil }
    return .fail(
      check, "\(service) lets nobody in: \(ServiceStack.text(step.place)) cannot be read or includes no file",
      cure: "correct that line, or take it out")
  }

  private func refusal(_ assessment: StackAssessment) -> Finding? {
    guard let way = assessment.wayInAfterRefusal, let own = way.first(where: { $0.step.rule?.isOurs ?? false }) else {
      return nil
    }
    let causes: [(PAMResult, Message)] = [
      (.auth_err, "a wrong code"), (.conv_err, "Ctrl-C at the question for the code"),
    ]
    let cause = causes.first { result, _ in own.step.rule.map { StackCheck.isPassedOver(result, $0) } ?? false }?.1
    let place = ServiceStack.text(own.step.place)
    return .fail(
      check, "\(service): \(cause ?? ("an error of the module" as Message)) lets people in (\(place))",
      cure: "write 'auth required pam_countersign.so' there, or let countersign enable \(service) do it")
  }

  /// Whether a rule makes no failure of a result that is one.
  private static func isPassedOver(_ result: PAMResult, _ rule: PAMRule) -> Bool {
    switch rule.control.action(for: result) {
    case .bad, .die: false
    case .ignore, .ok, .done, .reset, .jump, nil: true
    }
  }

  private func past(_ assessment: StackAssessment) -> Finding? {
    guard assessment.wayInAfterRefusal == nil, let last = assessment.wayPast?.last(where: { $0.step.rule != nil }),
      let rule = last.step.rule
    else { return nil }
    return .fail(
      check, """
        \(service): \(rule.moduleName) lets people in before the code is asked for \
        (\(ServiceStack.text(last.step.place)))
        """,
      cure: "countersign enable \(service) makes a stack that it cannot end")
  }

  private func nobody(_ assessment: StackAssessment) -> Finding? {
    guard assessment.wayIn == nil else { return nil }
    return .fail(
      check, "\(service) lets nobody in, whatever they type",
      cure: "compare /etc/pam.d/\(service) with the examples in pam_countersign(8)")
  }

  private func codeAlone(_ assessment: StackAssessment) -> Finding? {
    guard assessment.isSound, assessment.wayInByCodeAlone != nil else { return nil }
    // sshd has seen a key by then, if its configuration says so.
    guard !ServiceKnowledge.isSSHD(service) else { return nil }
    return .warn(
      check, "\(service): the code alone is enough, without a password",
      cure: "put the line that asks for the password in front, and make it 'required'")
  }

  private var nullok: Finding? {
    guard stack.ours.contains(where: { $0.arguments.contains("nullok") }) else { return nil }
    return .warn(
      check, "\(service): 'nullok' lets people without a device pass, even where the policy says mandatory",
      cure: "take nullok out of the line when everybody is enrolled")
  }

  private var emptyPassword: Finding? {
    guard let first = withoutPassword.first,
      let step = stack.stack.steps.first(where: { step in
        step.rule.map { $0.moduleName == "pam_unix" && $0.arguments.contains("nullok") } ?? false
      })
    else { return nil }
    let who = NameList.of(withoutPassword)
    return .warn(
      check,
      Message(
        "\(service): \(who) needs no password, by 'nullok' of pam_unix (\(ServiceStack.text(step.place)))",
        "\(service): \(who) need no password, by 'nullok' of pam_unix (\(ServiceStack.text(step.place)))",
        count: withoutPassword.count),
      cure: "passwd \(first), or passwd -l \(first)")
  }

  /// What brackets do not name is a failure, which is seldom meant for a module that only looks at who somebody is.
  private var withoutDefault: [Finding] {
    stack.stack.steps.compactMap { step in
      guard let rule = step.rule, rule.moduleName == "pam_succeed_if", case .actions = rule.control,
        !stack.line(step.place).contains("default")
      else { return nil }
      return .warn(
        check, """
          \(service): \(ServiceStack.text(step.place)) has no 'default', so whom pam_succeed_if does not mean is \
          refused
          """,
        cure: "write what is meant: [success=1 default=ignore]")
    }
  }
}
