import CPAM
import CTestHost
import Countersign
import Foundation
import OATH
import Testing

/// Names that are not letters, through the shipped module: nobody leaves the store, forges a line or meets another.
@Suite struct UserNameTests {
  static let uid: UInt32 = 4_321
  let now: Int64 = 1_800_000_000

  /// Bytes that somebody could type as a name or have in a directory service.
  static let names: [[UInt8]] = [
    "a/b", "/", "..", ".", "../../etc/passwd", "/etc/shadow", ".new", "%2E%2E", "%", "%41", "100%n%s",
    "DOM\\user", "user@realm.example", "user@realm\\user", "host$", "alice\n", "alice\nrefused user=root", "\r\n", "\t",
    "-rf", "--root=/", "-", " ", "a b", "a=b user=c", "\u{1B}[2J\u{7}", "\u{1}\u{7F}", "~root", "$(id)", "`id`", "'\";|",
    "jürgen", "ju\u{308}rgen", "\u{202E}ecila", "\u{1F600}", "*", "root:x:0:0", String(repeating: "a", count: 255),
  ].map { Array($0.utf8) } + [[0xFF, 0xFE], [0xC3], [0x80, 0x2F, 0x80], [0xED, 0xA0, 0x80], [0x9B, 0x32, 0x4A]]

  /// Lets lookups of this thread find such an account, as a directory service could have it.
  private func withAccount<Result>(_ name: [UInt8], _ body: () throws -> Result) rethrows -> Result {
    // SAFETY: the name ends in NUL and is copied.
    unsafe (name + [0]).withUnsafeBufferPointer { buffer in
      unsafe buffer.withMemoryRebound(to: CChar.self) { unsafe cs_host_add_account($0.baseAddress, UserNameTests.uid) }
    }
    defer { cs_host_add_account(nil, 0) }
    return try body()
  }

  /// All files but the audit file.
  private func files(_ store: TemporaryStore) throws -> Set<String> {
    let all = FileManager.default.enumerator(at: store.root, includingPropertiesForKeys: nil)
    let paths = try #require(all).compactMap { ($0 as? URL)?.path.dropFirst(store.root.path.count) }
    return Set(paths.filter { !$0.hasPrefix("/pam.d") && !$0.hasPrefix("/var/log/") }.map(String.init))
  }

  @Test(arguments: names)
  func anEnrolledUserOfAnyNameGetsInOnce(_ name: [UInt8]) throws {
    try withAccount(name) {
      let store = try TemporaryStore(userBytes: name)
      let before = try files(store)
      try store.enroll(.totp(try #require(TOTPParameters())))
      #expect(try files(store).subtracting(before).count == 2)
      let code = try Codes.totp(at: now)
      let first = try Login(store).answer(code)
      #expect(first.authenticate(at: now) == PAM_SUCCESS)
      #expect(first.log.split(separator: "\n").filter { $0.contains("pam_countersign") }.count == 1)
      #expect(first.log.components(separatedBy: "user=").count == 2)
      let written = String(decoding: PercentEncoding.encode(name), as: UTF8.self)
      #expect(first.log.contains("accepted user=\(written) service=countersign-test "))
      #expect(try Login(store).answer(code).authenticate(at: now) == PAM_AUTH_ERR)
      #expect(try files(store).subtracting(before).count == 2)
    }
  }

  @Test(arguments: names)
  func anUnknownUserOfAnyNameIsAskedRefusedAndNeitherNamedNorWritten(_ name: [UInt8]) throws {
    let store = try TemporaryStore(userBytes: name)
    let before = try files(store)
    for arguments in ["", " nullok", " debug"] {
      let stack = "auth required MODULE root=ROOT\(arguments)\nauth required pam_permit.so"
      let login = try Login(store, stack: stack).answer("123456")
      #expect(login.authenticate(at: now) == PAM_AUTH_ERR)
      #expect(login.shown == ["off|Verification code: "])
      #expect(login.log.contains("user=- service=countersign-test"))
      #expect(login.log.split(separator: "\n").allSatisfy { !$0.contains("user=") || $0.contains("user=- ") })
    }
    #expect(try files(store) == before)
  }

  /// Two names that a careless comparison or file name would take for one.
  @Test(arguments: [
    ("alice", "alice\n"), ("alice", "Alice"), ("alice", "alice "), ("alice", "./alice"), ("a/b", "a%2Fb"), ("a%2Fb", "a%252Fb"),
    ("jürgen", "ju\u{308}rgen"), ("DOM\\alice", "dom\\alice"), ("alice", "alice@realm"), ("-alice", "alice"),
  ])
  func nobodyUsesAnothersDevice(_ name: String, _ other: String) throws {
    let store = try TemporaryStore(user: name)
    try withAccount(Array(name.utf8)) { _ = try store.enroll(.totp(try #require(TOTPParameters()))) }
    try withAccount(Array(other.utf8)) {
      let login = try Login(store, user: other).answer(try Codes.totp(at: now))
      #expect(login.authenticate(at: now) == PAM_AUTH_ERR)
      #expect(login.log.contains("reason=not-enrolled"))
    }
    #expect(try store.readState().devices.map(\.nextMovingFactor) == [0])
  }

  @Test(arguments: [256, 1_000])
  func aNameThatIsTooLongIsRefusedWithoutAsking(_ count: Int) throws {
    let store = try TemporaryStore()
    let stack = "auth required MODULE root=ROOT nullok\nauth required pam_permit.so"
    let login = try Login(store, stack: stack, user: String(repeating: "a", count: count)).answer("123456")
    #expect(login.authenticate(at: now) == PAM_AUTH_ERR)
    #expect(login.shown.isEmpty)
    #expect(login.log.contains("error reason=no-user"))
  }

  /// 86 bytes that take three characters each make a file name that no file system takes.
  @Test func aNameWhoseFileNameIsTooLongCannotBeEnrolledAndFailsClosed() throws {
    let name = [UInt8](repeating: 0x80, count: 86)
    try withAccount(name) {
      let store = try TemporaryStore(userBytes: name)
      let kind = DeviceKind.totp(try #require(TOTPParameters()))
      #expect(throws: (any Error).self) { try store.enroll(kind) }
      let stack = "auth required MODULE root=ROOT nullok\nauth required pam_permit.so"
      let login = try Login(store, stack: stack).answer("123456")
      #expect(login.authenticate(at: now) == PAM_AUTHINFO_UNAVAIL)
      #expect(login.log.contains("reason=system-error place=record"))
    }
  }
}
