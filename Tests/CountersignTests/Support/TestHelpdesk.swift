import Testing

@testable import Countersign

/// What a helpdesk grants, for tests.
enum TestHelpdesk {
  static let time = TestRecord.created

  static func reason(_ text: String = "phone lost, ticket 4711") throws -> ChangeReason {
    try #require(ChangeReason(Bytes.of(text)))
  }

  /// Terms of an hour by root.
  static func terms(
    from granted: UInt64 = time, for seconds: UInt64 = 3_600, service: String? = nil, network: String? = nil,
    uses: UInt32? = nil
  ) throws -> Bypass.Terms {
    try #require(
      Bypass.Terms(
        granted: granted, until: granted + seconds, service: service.map(Bytes.of), network: network.map(Bytes.of),
        uses: uses, by: try TestRecord.user("root"), reason: try reason()))
  }

  static func bypass(_ terms: Bypass.Terms, number: UInt32 = 1) throws -> Bypass {
    try #require(Bypass(number: number, terms))
  }

  /// A code of a quarter of an hour.
  static func temporary(
    _ number: UInt32 = 1, _ code: RecoveryCodeSet.HashedCode? = nil, from created: UInt64 = time
  ) throws -> TemporaryCode {
    let unknown = RecoveryCodeSet.HashedCode(
      salt: [UInt8](repeating: 0xAB, count: PasswordHash.saltLength),
      hash: [UInt8](repeating: 0xCD, count: PasswordHash.length))
    return try #require(
      TemporaryCode(
        number: number, created: created, until: created + 900, by: try TestRecord.user("root"),
        code: code ?? unknown))
  }

  static func reset() throws -> ResetMark {
    ResetMark(time: time, by: try TestRecord.user("root"), reason: try reason())
  }
}
