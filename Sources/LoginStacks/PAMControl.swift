/// The second word of a PAM rule: what comes of the module's result, see pam.d(5).
public enum PAMControl: Equatable, Sendable {
  case required, requisite, sufficient, optional
  /// The rules of another file stand here.
  case include
  /// The same, but what ends the stack in there ends only the substack.
  case substack
  /// `[value=action …]`
  case actions([PAMResult: PAMAction], default: PAMAction)
  /// Brackets that libpam does not understand: it takes every result for a failure.
  case unreadable

  /// What is done with a result; `nil` for an include, which has none of its own.
  public func action(for result: PAMResult) -> PAMAction? {
    switch self {
    case .required: result.isSuccess ? .ok : result == .ignore ? .ignore : .bad
    case .requisite: result.isSuccess ? .ok : result == .ignore ? .ignore : .die
    case .sufficient: result.isSuccess ? .done : .ignore
    case .optional: result.isSuccess ? .ok : .ignore
    case .include, .substack: nil
    case .actions(let actions, let otherwise): actions[result] ?? otherwise
    case .unreadable: .bad
    }
  }

  /// - Parameter word: one token, brackets included.
  init(_ word: String) {
    switch word.lowercased() {
    case "required": self = .required
    case "requisite": self = .requisite
    case "sufficient": self = .sufficient
    case "optional": self = .optional
    case "include": self = .include
    case "substack": self = .substack
    default: self = PAMControl.brackets(word)
    }
  }

  /// Without a default libpam takes what is not named for a failure.
  private static func brackets(_ word: String) -> PAMControl {
    guard word.hasPrefix("["), word.hasSuffix("]"), word.count >= 2 else { return .unreadable }
    let inside = word.dropFirst().dropLast()
    var actions: [PAMResult: PAMAction] = [:]
    var otherwise: PAMAction?
    for pair in pairs(inside) {
      let parts = pair.split(separator: "=", omittingEmptySubsequences: false)
      guard parts.count == 2, let action = PAMAction(String(parts[1])) else { return .unreadable }
      if parts[0] == "default" {
        otherwise = action
      } else if let result = PAMResult(rawValue: String(parts[0])) {
        actions[result] = action
      } else {
        return .unreadable
      }
    }
    return .actions(actions, default: otherwise ?? .bad)
  }

  /// Blanks may stand on both sides of an equals sign.
  private static func pairs(_ inside: Substring) -> [String] {
    var pairs: [String] = []
    for word in inside.split(whereSeparator: { $0 == " " || $0 == "\t" || $0 == "\n" }) {
      if let last = pairs.last, last.hasSuffix("=") || word.hasPrefix("=") {
        pairs[pairs.count - 1] = last + word
      } else {
        pairs.append(String(word))
      }
    }
    return pairs
  }
}
