import Foundation
import Testing

@testable import Countersign

/// A store whose policy says that users are in a directory, and a program that stands in for it.
final class StandInDirectory: Sendable {
  let store: TemporaryStore

  init(policy: String = "") throws {
    store = try TemporaryStore(lockWait: 5)
    let lines = "Store ldap\nDirectory ldapi:///\nDirectoryBase \"ou=countersign,dc=example\"\n"
    try store.folder.write(lines + policy, to: "etc/countersign/countersign.conf")
    try store.folder.write(TestKey.file("FEDCBA9876543210"), to: "etc/countersign/site.key")
    let folder = "usr/libexec/countersign"
    try FileManager.default.createDirectory(at: store.folder[folder], withIntermediateDirectories: true)
    let program = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("stand-in-directory")
    try FileManager.default.createSymbolicLink(
      at: store.folder["\(folder)/directory"], withDestinationURL: program)
  }

  var location: StoreLocation { store.location }

  func open(_ choice: StoreChoice = .byPolicy) throws -> UserStore { try UserStore(location.choosing(choice)) }

  /// Has the next orders of these letters end otherwise.
  func plan(_ lines: String...) throws {
    try store.folder.write(lines.map { $0 + "\n" }.joined(), to: "directory.plan")
  }

  /// The letters of all orders until now.
  func orders() throws -> String {
    let name = "directory.log"
    guard FileManager.default.fileExists(atPath: store.folder[name].path) else { return "" }
    return Bytes.text(try store.folder.read(name))
  }

  /// The users as they stand there: generation, record and state by name, all in hexadecimal digits.
  func users() throws -> [String: [Any]] {
    let data = try Data(contentsOf: store.folder["directory.json"])
    return try #require(try JSONSerialization.jsonObject(with: data) as? [String: [Any]])
  }

  func generation(of user: UserName) throws -> UInt64 {
    let name = Bytes.text(Hex.encode(user.bytes))
    return try #require((try users()[name]?.first as? NSNumber)?.uint64Value)
  }

  /// Puts something else in place of all users.
  func put(_ users: [String: Any]) throws {
    try JSONSerialization.data(withJSONObject: users).write(to: store.folder["directory.json"])
  }
}
