/// What libpam does with a module's result, see pam.d(5).
public enum PAMAction: Hashable, Sendable {
  case ignore, ok, done, bad, die, reset
  /// Passes over so many of the rules that follow, a substack counting as one.
  case jump(Int)

  init?(_ text: String) {
    switch text {
    case "ignore": self = .ignore
    case "ok": self = .ok
    case "done": self = .done
    case "bad": self = .bad
    case "die": self = .die
    case "reset": self = .reset
    default:
      guard let count = Int(text), count > 0, text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
      self = .jump(count)
    }
  }
}
