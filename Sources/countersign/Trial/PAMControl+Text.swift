import LoginStacks

extension PAMControl {
  /// As libpam reads it; `nil` for brackets that it does not understand.
  var text: String? {
    switch self {
    case .required: return "required"
    case .requisite: return "requisite"
    case .sufficient: return "sufficient"
    case .optional: return "optional"
    case .include: return "include"
    case .substack: return "substack"
    case .unreadable: return nil
    case .actions(let actions, let otherwise):
      let pairs = PAMResult.allCases.compactMap { result in
        actions[result].map { "\(result.rawValue)=\(PAMControl.text($0))" }
      }
      return "[\((pairs + ["default=\(PAMControl.text(otherwise))"]).joined(separator: " "))]"
    }
  }

  private static func text(_ action: PAMAction) -> String {
    switch action {
    case .ignore: "ignore"
    case .ok: "ok"
    case .done: "done"
    case .bad: "bad"
    case .die: "die"
    case .reset: "reset"
    case .jump(let count): "\(count)"
    }
  }
}
