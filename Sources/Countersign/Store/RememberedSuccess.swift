/// A full success that is not asked for again for a while, at one place and for one set of services.
public struct RememberedSuccess: Equatable, Sendable {
  /// When it was, seconds since 1970.
  public let since: UInt64
  /// For which services it counts, see ``RememberRule/serviceSet``.
  public let serviceSet: UInt64
  public let place: LoginPlace
  /// The service of the login, at most its first 32 bytes; only for showing it.
  public let service: [UInt8]

  /// How many of a user are remembered.
  public static let most = 8
  static let longestService = 32

  init(since: UInt64, serviceSet: UInt64, place: LoginPlace, service: [UInt8]) {
    self.since = since
    self.serviceSet = serviceSet
    self.place = place
    self.service = Array(service.prefix(RememberedSuccess.longestService))
  }

  /// Whether it still counts. One in the future never does: the clock was set back, which must extend nothing.
  func counts(at now: UInt64, for duration: UInt64) -> Bool {
    let (age, isFuture) = now.subtractingReportingOverflow(since)
    return !isFuture && age < duration
  }
}
