/// What is tried of a stack: what the person does, or what is wrong with the machine.
enum TrialScenario: String, CaseIterable, Encodable {
  case rightCode = "right-code"
  case wrongCode = "wrong-code"
  case emptyCode = "empty-code"
  case abortedCode = "aborted-code"
  case usedCode = "used-code"
  case abortedThroughout = "aborted-throughout"
  case wrongPassword = "wrong-password"
  case wrongPasswordAndCode = "wrong-password-and-code"
  case waived
  case waivedWrongPassword = "waived-wrong-password"
  case unenrolled
  case unenrolledWrongPassword = "unenrolled-wrong-password"
  case storeUnreadable = "store-unreadable"
  case policyBroken = "policy-broken"
  case moduleMissing = "module-missing"
  case moduleFails = "module-fails"

  /// Whether it is about somebody who does not know the password.
  var isWithoutFirstFactor: Bool {
    switch self {
    case .wrongPassword, .wrongPasswordAndCode, .waivedWrongPassword, .unenrolledWrongPassword: true
    default: false
    }
  }

  /// For people.
  func text(after first: FirstFactor) -> String {
    switch self {
    case .rightCode: first.lead + "right code"
    case .wrongCode: first.lead + "wrong code"
    case .emptyCode: first.lead + "nothing for a code"
    case .abortedCode: first.lead + "Ctrl-C at the code"
    case .usedCode: first.lead + "code used before"
    case .abortedThroughout: "Ctrl-C at every question"
    case .wrongPassword: "wrong password, right code"
    case .wrongPasswordAndCode: "wrong password, wrong code"
    case .waived: first.lead + "no code asked by policy"
    case .waivedWrongPassword: "wrong password, no code asked by policy"
    case .unenrolled: first.lead + "not enrolled"
    case .unenrolledWrongPassword: "wrong password, not enrolled"
    case .storeUnreadable: first.lead + "store unreadable"
    case .policyBroken: first.lead + "policy file broken"
    case .moduleMissing: first.lead + "module file missing"
    case .moduleFails: first.lead + "module fails otherwise"
    }
  }
}
