/// For how long, and where, a full success is not asked for again.
public struct RememberRule: Equatable, Sendable {
  /// What has to be the same as at the success.
  public enum Place: Equatable, Sendable {
    /// The client's address where there is one, else the terminal.
    case either
    case sameAddress
    case sameTerminal
  }

  /// In seconds; 0 for never.
  public let duration: UInt64
  public let place: Place
  /// For which services a success counts: a digest of the `Service` criteria of the block that the rule stands in, so
  /// that a success is good for just the services that the rule is about.
  public let serviceSet: UInt64

  public init(duration: UInt64, place: Place, serviceSet: UInt64) {
    self.duration = duration
    self.place = place
    self.serviceSet = serviceSet
  }
}
