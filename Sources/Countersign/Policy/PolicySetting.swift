/// A value of the policy and what set it.
public struct PolicySetting<Value: Equatable & Sendable>: Equatable, Sendable {
  public let value: Value
  public let source: PolicySource

  public init(_ value: Value, _ source: PolicySource = .builtIn) {
    self.value = value
    self.source = source
  }
}
