import LoginStacks
import Words

extension StackMove {
  /// The step that opens a way, in words: where it is and what its module says there.
  static func opening(of way: [StackMove]) -> String {
    let steps = way.filter { move in
      guard let rule = move.step.rule else { return false }
      switch rule.control.action(for: move.result) {
      case .done, .jump: return true
      case .ignore, .ok, .bad, .die, .reset, nil: return false
      }
    }
    guard let move = steps.last ?? way.last, let rule = move.step.rule else {
      return said("the file has no rule that refuses")
    }
    let place = DisplayText.of(Array("\(move.step.place.file):\(move.step.place.line)".utf8))
    return said(
      "\(place): \(DisplayText.of(Array(rule.moduleName.utf8))) may say \(move.result.rawValue), and that ends it")
  }
}
