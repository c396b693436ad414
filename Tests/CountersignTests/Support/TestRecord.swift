import OATH
import Testing

@testable import Countersign

/// Records and their parts for tests.
enum TestRecord {
  static let created: UInt64 = 1_795_503_004
  /// The key of RFC 4226 appendix D and RFC 6238 appendix B.
  static let secret = Bytes.of("12345678901234567890")

  static func user(_ name: String) throws -> UserName {
    try #require(UserName(Bytes.of(name)))
  }

  static func name(_ text: String) throws -> DeviceName {
    try #require(DeviceName(Bytes.of(text)))
  }

  /// A time-based kind; parameters out of range give another kind, which no test expects.
  static func totp(
    _ algorithm: HashAlgorithm = .sha1, digits: DigitCount = .six, period: UInt64 = 30, window: UInt32 = 1
  ) -> DeviceKind {
    guard let period = TimeStepPeriod(seconds: period),
      let parameters = TOTPParameters(algorithm: algorithm, digits: digits, period: period, window: window)
    else { return hotp() }
    return .totp(parameters)
  }

  /// An event-based kind; a look-ahead out of range gives the default.
  static func hotp(
    _ algorithm: HashAlgorithm = .sha1, digits: DigitCount = .six, lookAhead: UInt32 = 10
  ) -> DeviceKind {
    guard let parameters = HOTPParameters(algorithm: algorithm, digits: digits, lookAhead: lookAhead) else {
      return totp()
    }
    return .hotp(parameters)
  }

  /// A record with these devices, all with the published key.
  static func make(
    _ kinds: [DeviceKind], user: String = "alice", uid: UInt32 = 1_000, recovery: RecoveryCodeSet? = nil
  ) throws -> UserRecord {
    let key = try TestKey.make()
    let secret = self.secret
    var record = UserRecord(user: try self.user(user), uid: uid)
    for (index, kind) in kinds.enumerated() {
      try #require(
        try record.add(kind, name: try name("Device \(index + 1)"), created: created, secret: secret.span, key: key)
          != nil)
    }
    record.recovery = recovery
    return record
  }

  /// Ten hashed codes that nobody knows.
  static func recovery(_ number: UInt32 = 1) -> RecoveryCodeSet {
    let codes = (UInt8(0)..<10).map { index in
      RecoveryCodeSet.HashedCode(
        salt: [UInt8](repeating: index, count: PasswordHash.saltLength),
        hash: [UInt8](repeating: index &+ 100, count: PasswordHash.length))
    }
    return RecoveryCodeSet(number: number, created: created, codes: codes)
  }
}
