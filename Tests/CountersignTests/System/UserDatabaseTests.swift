import Testing

@testable import Countersign

@Suite struct UserDatabaseTests {
  @Test("Finds accounts by their bytes")
  func accounts() throws {
    let root = try #require(UserName(Bytes.of("root")))
    #expect(UserDatabase.account(named: root) == .found(uid: 0))
  }

  @Test(
    "Absent is another answer than failed", arguments: ["countersign-no-such-user", "Root", "root ", "ro\u{7F}ot", "%"])
  func absent(name: String) throws {
    let user = try #require(UserName(Bytes.of(name)))
    #expect(UserDatabase.account(named: user) == .absent)
  }

  @Test("The longest name is looked up without harm")
  func longest() throws {
    let user = try #require(UserName([UInt8](repeating: 0xFF, count: 255)))
    #expect(UserDatabase.account(named: user) == .absent)
  }
}
