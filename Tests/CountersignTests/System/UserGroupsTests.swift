import Foundation
import Testing

@testable import Countersign

@Suite struct UserGroupsTests {
  private func groups(_ user: String, _ names: [String]) throws -> [String] {
    let user = try #require(UserName(Array(user.utf8)))
    let found = try UserDatabase.groups(of: user, among: names.map { Array($0.utf8) })
    return found.map { String(decoding: $0, as: UTF8.self) }
  }

  /// `id` asks the same name service.
  private func names(of user: String) throws -> [String] {
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/id")
    process.arguments = ["-Gn", user]
    process.standardOutput = output
    try process.run()
    let data = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(whereSeparator: \.isWhitespace).map(String.init)
  }

  @Test("A user is in the groups that id says, and in no other", arguments: ["root", "daemon", "nobody"])
  func memberships(user: String) throws {
    let own = try names(of: user)
    try #require(!own.isEmpty)
    let others = ["root", "daemon", "nogroup", "adm", "countersign-no-such-group", "Root", "ro", "root ", "0"]
    #expect(try groups(user, others + own) == others.filter { own.contains($0) } + own)
  }

  @Test("Who has no account is in no group, and nobody is in a group that is none")
  func absent() throws {
    #expect(try groups("countersign-no-such-user", ["root", "daemon"]).isEmpty)
    #expect(try groups("root", []).isEmpty)
    #expect(try groups("root", ["countersign-no-such-group"]).isEmpty)
  }

  @Test("A name that no call takes is a failure, not an empty answer")
  func malformed() throws {
    #expect(throws: SystemFailure(.group, Errno(rawValue: 22))) { try groups("root", ["ro\0ot"]) }
    #expect(throws: SystemFailure(.group, Errno(rawValue: 22))) { try groups("root", [""]) }
  }

  @Test("Whether there is a group")
  func existence() throws {
    #expect(try UserDatabase.hasGroup(named: Array("root".utf8)))
    #expect(try !UserDatabase.hasGroup(named: Array("countersign-no-such-group".utf8)))
  }
}
