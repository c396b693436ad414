import Countersign
import Testing

@testable import countersign

@Suite struct AdministratorTests {
  private static let accounts: [UInt32: String] = [0: "root", 1_000: "alice", 1_001: "bob"]

  private func name(
    sudo: String? = nil, sudoUID: String? = nil, effective: UInt32 = 0, real: UInt32 = 0, login: UInt32? = nil
  ) throws -> String {
    let circumstances = Administrator.Circumstances(
      sudoUser: sudo, sudoUID: sudoUID, effectiveUser: effective, realUser: real, loginUser: login,
      uid: { user in Self.accounts.first { Array($0.value.utf8) == user.bytes }?.key },
      name: { uid in Self.accounts[uid].flatMap { UserName(Array($0.utf8)) } })
    return String(decoding: try #require(Administrator(circumstances)).name.bytes, as: UTF8.self)
  }

  @Test("Who called sudo, then whose session it is, then whose process", arguments: [
    ("alice", "1000", 0, 0, 1_001, "alice"), ("alice", "1000", 0, 0, nil, "alice"),
    ("alice", "1001", 0, 0, 1_001, "bob"), ("alice", nil, 0, 0, 1_001, "bob"), ("alice", "", 0, 0, nil, "root"),
    ("mallory", "1000", 0, 0, 1_001, "bob"), ("", "1000", 0, 0, nil, "root"), (nil, "1000", 0, 0, nil, "root"),
    ("alice", "1000", 1_001, 1_001, nil, "bob"), (nil, nil, 0, 1_000, nil, "alice"),
    (nil, nil, 0, 0, 1_000, "alice"), (nil, nil, 0, 0, 4_242, "root"), (nil, nil, 0, 4_242, nil, "4242"),
    ("alice", "01000", 0, 0, nil, "root"),
  ] as [(String?, String?, UInt32, UInt32, UInt32?, String)])
  func order(
    sudo: String?, sudoUID: String?, effective: UInt32, real: UInt32, login: UInt32?, expected: String
  ) throws {
    #expect(try name(sudo: sudo, sudoUID: sudoUID, effective: effective, real: real, login: login) == expected)
  }
}
