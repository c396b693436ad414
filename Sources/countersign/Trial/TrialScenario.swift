import Words

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
    case .rightCode: first.with("right code")
    case .wrongCode: first.with("wrong code")
    case .emptyCode: first.with("nothing for a code")
    case .abortedCode: first.with("Ctrl-C at the code")
    case .usedCode: first.with("code used before")
    case .abortedThroughout: said("Ctrl-C at every question")
    case .wrongPassword: said("wrong password, right code")
    case .wrongPasswordAndCode: said("wrong password, wrong code")
    case .waived: first.with("no code asked by policy")
    case .waivedWrongPassword: said("wrong password, no code asked by policy")
    case .unenrolled: first.with("not enrolled")
    case .unenrolledWrongPassword: said("wrong password, not enrolled")
    case .storeUnreadable: first.with("store unreadable")
    case .policyBroken: first.with("policy file broken")
    case .moduleMissing: first.with("module file missing")
    case .moduleFails: first.with("module fails otherwise")
    }
  }
}
