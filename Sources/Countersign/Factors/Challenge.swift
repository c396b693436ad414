import OATH

/// What a token is asked at one login attempt (RFC 6287 5.1): decimal digits, which every form of challenge knows. It
/// is made for the attempt, shown in its question, and forgotten with it; so an answer counts once.
public struct Challenge: Equatable, Sendable {
  /// ASCII.
  public let digits: [UInt8]

  /// More digits nobody wants to type, and these do not come back soon.
  private static let longest = 10

  /// How long a challenge is that every token of a user can take.
  ///
  /// - Parameter kinds: of factor that count.
  /// - Returns: `nil` when there is no token to ask.
  static func length(for record: UserRecord, _ kinds: FactorKinds) -> Int? {
    guard kinds.contains(.ocra) else { return nil }
    var length: Int?
    for device in record.devices where device.disabled == nil {
      guard case .ocra(let suite) = device.kind else { continue }
      length = min(length ?? longest, suite.questionLength)
    }
    return length
  }

  /// Makes one from the kernel's random source, each as likely as any other.
  public init(length: Int) throws(SystemFailure) {
    var digits: [UInt8] = []
    var random: [UInt8] = [0]
    while digits.count < length {
      var room = random.mutableSpan
      try Randomness.fill(&room)
      // The highest bytes would make some digits likelier than others.
      if random[0] < 250 { digits.append(UInt8(ascii: "0") &+ random[0] % 10) }
    }
    self.digits = digits
  }

  /// One for a device that is being enrolled.
  public init(for suite: OCRASuite) throws(SystemFailure) {
    try self.init(length: min(Challenge.longest, suite.questionLength))
  }

  init(digits: [UInt8]) {
    self.digits = digits
  }
}
