/// How a security key is waited for.
public struct KeyWait: Equatable, Sendable {
  /// At most so many seconds, from the moment when somebody could touch it.
  public let seconds: UInt32
  /// Whether Enter ends the wait, and a code is asked for: then people are told so.
  public let canBeGivenUp: Bool

  public init(seconds: UInt32, canBeGivenUp: Bool) {
    self.seconds = seconds
    self.canBeGivenUp = canBeGivenUp
  }
}
