/// The time of a login on the clock on the wall, as far as policy looks at it.
public struct LocalMoment: Equatable, Sendable {
  public let date: PolicyDate
  /// Minutes since midnight, 0 to 1,439.
  public let minute: UInt16

  public init(date: PolicyDate, minute: UInt16) {
    self.date = date
    self.minute = minute
  }
}
