/// Goes every way through a stack that its modules' results can lead, as libpam would (pam_dispatch.c, pam.d(5)).
///
/// What came before matters only by what libpam has kept of it, so ways that have come to the same are gone once, and
/// the number of ways does not grow with the length of the stack.
struct StackWalk {
  /// What has become of our module.
  enum Ours: Hashable {
    case notAsked, passed, ignored, failed
  }

  /// What libpam thinks so far.
  struct Impression: Hashable {
    enum Kind: Hashable { case none, good, bad }
    var kind = Kind.none
    /// Whether the status that goes with it is `PAM_SUCCESS`.
    var isSuccess = false
  }

  private struct Position: Hashable {
    var index = 0
    var level = 0
    var impression = Impression()
    var ours = Ours.notAsked
    /// The impressions with which the substacks were entered.
    var entered = [Impression()]
  }

  private let steps: [StackStep]
  private let results: (StackStep) -> [PAMResult]

  /// - Parameter results: what a module may say; at least one.
  init(_ stack: AuthStack, results: @escaping (StackStep) -> [PAMResult]) {
    steps = stack.isBroken ? [] : stack.steps
    self.results = results
  }

  /// A way to success at whose end our module stands as wanted; the first that is found.
  func wayIn(where wanted: (Ours) -> Bool) -> [StackMove]? {
    var trails: [Position: (from: Position, move: StackMove?)] = [:]
    var waiting = [Position()]
    var seen: Set<Position> = [Position()]
    while let position = waiting.popLast() {
      guard position.index < steps.count else {
        guard position.impression.kind == .good, position.impression.isSuccess, wanted(position.ours) else { continue }
        return moves(to: position, trails)
      }
      for (next, move) in after(position) where seen.insert(next).inserted {
        trails[next] = (position, move)
        waiting.append(next)
      }
    }
    return nil
  }

  private func moves(to end: Position, _ trails: [Position: (from: Position, move: StackMove?)]) -> [StackMove] {
    var moves: [StackMove] = []
    var position = end
    while let trail = trails[position] {
      if let move = trail.move { moves.append(move) }
      position = trail.from
    }
    return moves.reversed()
  }

  private func after(_ position: Position) -> [(Position, StackMove?)] {
    var position = position
    let step = steps[position.index]
    if step.level > position.level {
      while position.entered.count <= step.level { position.entered.append(position.impression) }
      position.entered[step.level] = position.impression
    }
    position.level = step.level
    position.entered = Array(position.entered.prefix(step.level + 1))
    switch step.kind {
    case .substack:
      position.index += 1
      return [(position, nil)]
    case .failure:
      return [(moved(position, step, .perm_denied, .bad), StackMove(step: step, result: .perm_denied))]
    case .module(let rule):
      return results(step).map { result in
        var next = position
        if rule.isOurs { next.ours = StackWalk.standing(next.ours, result) }
        let action = rule.control.action(for: result) ?? .bad
        return (moved(next, step, result, action), StackMove(step: step, result: result))
      }
    }
  }

  /// One refusal stands, whatever the module says when it is asked again; and one success, unless it is refused later.
  private static func standing(_ ours: Ours, _ result: PAMResult) -> Ours {
    if ours == .failed || result.isFailure { return .failed }
    if ours == .passed || result.isSuccess { return .passed }
    return .ignored
  }

  private func moved(
    _ position: Position, _ step: StackStep, _ result: PAMResult, _ action: PAMAction
  ) -> Position {
    var next = position
    next.index += 1
    switch action {
    case .ignore: break
    case .reset: next.impression = next.entered.last ?? Impression()
    case .ok, .done:
      if next.impression.kind == .none || next.impression == Impression(kind: .good, isSuccess: true) {
        next.impression = Impression(kind: .good, isSuccess: result == .success)
      }
      if action == .done, next.impression.kind == .good { next.index = end(of: step.level, from: position.index) }
    case .bad, .die:
      // libpam makes a failure even of a success that is named bad only in its status; it never comes to success.
      if next.impression.kind != .bad { next.impression = Impression(kind: .bad, isSuccess: false) }
      if action == .die { next.index = end(of: step.level, from: position.index) }
    case .jump(let count):
      guard let target = jump(count, from: position.index, level: step.level) else {
        next.impression = Impression(kind: .bad, isSuccess: false)
        next.index = end(of: step.level, from: position.index)
        return next
      }
      next.index = target
    }
    return next
  }

  /// Behind the last step of this substack.
  private func end(of level: Int, from index: Int) -> Int {
    var index = index
    while index + 1 < steps.count, steps[index + 1].level >= level { index += 1 }
    return index + 1
  }

  /// `nil` for a jump that leaves the substack or the stack, which libpam takes for a failure.
  private func jump(_ count: Int, from index: Int, level: Int) -> Int? {
    var index = index
    for _ in 0..<count {
      guard index + 1 < steps.count, steps[index + 1].level >= level else { return nil }
      repeat { index += 1 } while index + 1 < steps.count && steps[index + 1].level > level
    }
    return index + 1
  }
}
