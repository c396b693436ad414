/// How a login is conducted, as the administrator's PAM line says.
public struct SessionOptions: Equatable, Sendable {
  /// Where the answer comes from.
  public enum Source: Equatable, Sendable {
    /// The person is asked.
    case conversation
    /// First the end of what an earlier module asked for; if no code is there or it is refused, the person is asked.
    case earlierAnswerFirst
    /// Only what an earlier module asked for.
    case earlierAnswerOnly
  }

  /// See ``Source``.
  public var source = Source.conversation
  /// The answer holds password and code; the code is taken off and the password handed on.
  public var forwardsPassword = false
  /// What is asked, with placeholders; goes before what the policy says.
  public var prompt: [UInt8]?
  /// Whether typing is visible.
  public var echo = false
  /// Whether the companion may act for the login: send a code, which voids the one before, and ask security keys.
  public var asksCompanion = true
  /// Whether the log has the steps of the login besides its outcome.
  public var showsSteps = false

  public init() {}
}
