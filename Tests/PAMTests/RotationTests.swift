import CPAM
import CTestHost
import Countersign
import Foundation
import OATH
import Testing

/// Logins through the shipped module while the host key is rotated.
@Suite struct RotationTests {
  let store: TemporaryStore

  init() throws {
    store = try TemporaryStore()
    try store.enroll(.hotp(try #require(HOTPParameters())), name: "Token")
  }

  private static func rotate(_ location: StoreLocation) -> Bool {
    do throws(KeyRotationFailure) {
      let rotation = try KeyRotation(location)
      guard case .finished = try rotation.run() else { return false }
      return true
    } catch {
      return false
    }
  }

  /// Leaves off before the nth file is renamed: 1 is the key file, 2 the record, 3 the key file again.
  private func rotate(upTo nth: Int32) throws {
    cs_host_fail(cs_host_renameat, nth, EIO)
    defer { cs_host_fail(cs_host_renameat, 0, 0) }
    #expect(!Self.rotate(store.location))
  }

  private func expectAccepted(_ counter: UInt64, _ what: String = "", login: Login) throws {
    #expect(login.authenticate() == PAM_SUCCESS, "\(what): \(login.log)")
    let again = try Login(store).answer(try Codes.code(counter))
    #expect(again.authenticate() == PAM_AUTH_ERR && again.log.contains("reason=replayed-code"), "\(what)")
  }

  @Test("In the middle of a rotation, with the record under the old key or under the new one", arguments: [2, 3])
  func midway(renaming: Int32) throws {
    let lines = { try String(contentsOf: store.sealKey, encoding: .utf8).split(separator: "\n").count }
    try rotate(upTo: renaming)
    #expect(try lines() == 2)
    try expectAccepted(0, login: try Login(store).answer(try Codes.code(0)))
    #expect(Self.rotate(store.location))
    #expect(try lines() == 1)
    try expectAccepted(1, login: try Login(store).answer(try Codes.code(1)))
  }

  @Test("Rotations between question and answer are not noticed", arguments: 1...3)
  func atThePrompt(rotations: Int) throws {
    let login = try Login(store).answer(try Codes.code(0))
    let location = store.location
    var done = 0
    login.whileAsking { for _ in 0..<rotations where Self.rotate(location) { done += 1 } }
    try expectAccepted(0, login: login)
    #expect(done == rotations)
  }

  @Test("A rotation before any of the files that a login opens is not noticed")
  func everyMoment() throws {
    let location = store.location
    var counter: UInt64 = 0
    for nth in Int32(1)... {
      let login = try Login(store).answer(try Codes.code(counter))
      let moment = Moment { _ = Self.rotate(location) }
      moment.arm(cs_host_openat, nth)
      let code = login.authenticate()
      moment.disarm(cs_host_openat)
      #expect(code == PAM_SUCCESS, "before opening \(nth): \(login.log)")
      guard moment.hasCome else { break }
      counter += 1
    }
    #expect(counter >= 5)
  }

  @Test("A login reads the key file once, with one key in it or two")
  func cost() throws {
    var counts: [[Int32]] = []
    // The first login makes the audit file.
    #expect(try Login(store).answer(try Codes.code(0)).authenticate() == PAM_SUCCESS)
    for counter in UInt64(1)..<4 {
      if counter > 1 { try rotate(upTo: counter == 2 ? 2 : 3) }
      for call in [cs_host_openat, cs_host_pread, cs_host_fdatasync] { cs_host_fail(call, 0, 0) }
      #expect(try Login(store).answer(try Codes.code(counter)).authenticate() == PAM_SUCCESS)
      counts.append([cs_host_openat, cs_host_pread, cs_host_fdatasync].map { cs_host_count($0) })
      #expect(Self.rotate(store.location))
    }
    #expect(Set(counts).count == 1, "\(counts)")
  }

  @Test("A key file with half a second key refuses, and says why")
  func malformed() throws {
    try rotate(upTo: 2)
    let whole = try Data(contentsOf: store.sealKey)
    for (content, reason) in [
      (whole.dropLast(), "wrong-size place=seal-key size=175"), (whole.prefix(88) + whole.prefix(88), "malformed-seal-key"),
      (whole.prefix(88) + Data(repeating: 0x41, count: 88), "malformed-seal-key"),
    ] {
      try store.write(Data(content), to: store.sealKey)
      let login = try Login(store).answer(try Codes.code(0))
      #expect(login.authenticate() == PAM_AUTHINFO_UNAVAIL)
      #expect(login.log.contains("reason=\(reason)"), "\(login.log)")
    }
    try store.write(whole, to: store.sealKey)
    try expectAccepted(0, login: try Login(store).answer(try Codes.code(0)))
  }
}
