/// The policy of a host: a pure value. A login's facts give its settings, and these decide.
public struct Policy: Equatable, Sendable {
  /// What holds without a policy file.
  public static let standard = Policy()

  /// The groups that the policy asks about, each once.
  public var groupNames: [[UInt8]] { [] }

  /// Whether the policy needs to know the time on the wall.
  public var needsMoment: Bool { false }

  public init() {}

  /// What holds for one login.
  public func settings(for facts: PolicyFacts) -> PolicySettings { PolicySettings() }
}
