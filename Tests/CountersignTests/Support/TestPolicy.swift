import Testing

@testable import Countersign

/// Policies and facts for tests.
enum TestPolicy {
  /// Reads a policy that must be one.
  static func read(_ text: String) throws -> Policy {
    try PolicyReader.read(Array(text.utf8))
  }

  /// The flaw of a text that must have one.
  static func flaw(_ text: [UInt8]) -> PolicyFlaw? {
    do throws(PolicyFlaw) { _ = try PolicyReader.read(text) } catch { return error }
    return nil
  }

  /// A login of alice by ssh from 192.0.2.7, on Wednesday 2026-11-25 at 12:00, unless something else is said.
  static func facts(
    user: String = "alice", service: String = "sshd", address: String? = "192.0.2.7", origin: LoginOrigin = .remote,
    key: VerifiedKey = .none, groups: [String] = [], date: String = "2026-11-25", minute: UInt16 = 720
  ) throws -> PolicyFacts {
    try PolicyFacts(
      user: #require(UserName(Array(user.utf8))), service: Array(service.utf8),
      address: address.map { try #require(NetworkAddress(Array($0.utf8)[...])) }, origin: origin, key: key,
      groups: groups.map { Array($0.utf8) },
      moment: LocalMoment(date: #require(PolicyDate(Array(date.utf8)[...])), minute: minute))
  }
}
