/// One step of a way through a stack: a module, and what it said.
public struct StackMove: Equatable, Sendable {
  public let step: StackStep
  public let result: PAMResult

  public init(step: StackStep, result: PAMResult) {
    self.step = step
    self.result = result
  }
}
