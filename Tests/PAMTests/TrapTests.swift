import CPAM
import Countersign
import Foundation
import OATH
import Testing

/// Nothing foreign may trap: a trap in a module kills sshd or sudo. Each case here runs the shipped module in this very
/// process, so a trap ends the whole test run.
@Suite struct TrapTests {
  let store: TemporaryStore
  let now: Int64 = 1_800_000_000

  init() throws {
    store = try TemporaryStore()
    try store.enroll(.totp(try #require(TOTPParameters())))
    try store.enroll(.hotp(try #require(HOTPParameters(digits: .eight))), name: "Token")
    try UserStore(store.location).renew(recoveryCodes: try RecoveryCodes(), of: store.user, created: 1)
  }

  private func login(_ answer: String) throws -> Int32 {
    try Login(store).answer(answer).authenticate(at: now)
  }

  @Test func noFlippedByteOfTheRecordLetsAnybodyInOrTraps() throws {
    try everyFlippedByte(of: store.record) { code, _ in #expect(code == PAM_AUTHINFO_UNAVAIL) }
  }

  @Test func noFlippedByteOfTheSealKeyLetsAnybodyInOrTraps() throws {
    try everyFlippedByte(of: store.sealKey) { code, _ in #expect(code == PAM_AUTHINFO_UNAVAIL) }
  }

  /// A flipped byte damages one slot; the other one serves.
  @Test func noFlippedByteOfTheStateLocksOutOrTraps() throws {
    try everyFlippedByte(of: store.state, step: 7) { code, _ in #expect(code == PAM_SUCCESS) }
  }

  private func everyFlippedByte(of file: URL, step: Int = 1, _ check: (Int32, Int) -> Void) throws {
    let state = try Data(contentsOf: store.state)
    let good = try Data(contentsOf: file)
    let answer = try Codes.totp(at: now)
    for index in stride(from: 0, to: good.count, by: step) {
      var damaged = good
      damaged[index] ^= UInt8(1 << (index % 8))
      try store.write(damaged, to: file)
      check(try login(answer), index)
      try store.write(state, to: store.state)
    }
  }

  @Test func noTruncatedFileTraps() throws {
    let answer = try Codes.totp(at: now)
    for file in [store.record, store.sealKey, store.state] {
      let good = try Data(contentsOf: file)
      for count in stride(from: 0, to: good.count, by: max(1, good.count / 100)) {
        try store.write(good.prefix(count), to: file)
        #expect(try login(answer) == PAM_AUTHINFO_UNAVAIL)
      }
      try store.write(good, to: file)
    }
    #expect(try login(answer) == PAM_SUCCESS)
  }

  @Test func noAnswerTraps() throws {
    var random = SystemRandomNumberGenerator()
    let alphabet = Array("0123456789 -ABCabc\u{8}\n\r\u{7F}é€\u{1F600}%=").map(String.init)
    for length in Array(0...64) + [511, 512, 1_023, 4_095, 4_096, 4_097, 70_000] {
      for stack in ["auth required MODULE root=ROOT", "auth required MODULE root=ROOT forward_pass"] {
        let answer = (0..<length).map { _ in alphabet[Int.random(in: 0..<alphabet.count, using: &random)] }.joined()
        let code = try Login(store, stack: stack).answer(answer).authenticate(at: now)
        #expect(code != PAM_SUCCESS && code != PAM_IGNORE)
      }
    }
  }

  @Test func noArgumentTraps() throws {
    let arguments = [
      "=", "==", "root=", "root=/", "root=//", "root=/nonexistent", "root=/dev/null", "root=/proc", "prompt==",
      "[prompt=]", "[prompt= ]", "echo=", "nullok=ok", "\u{E9}", "[ ]", String(repeating: "x", count: 600),
      "root=/" + String(repeating: "a/", count: 400), "root=/" + String(repeating: "b", count: 600),
    ]
    for argument in arguments {
      let login = try Login(store, stack: "auth required MODULE \(argument)").answer("123456")
      let code = login.authenticate(at: now)
      #expect(code != PAM_SUCCESS && code != PAM_IGNORE, "\(argument)")
    }
  }

  @Test(arguments: [0, -1, 1, 29, 30, Int64.max / 4, 253_402_300_800])
  func noTimeTraps(_ time: Int64) throws {
    let code = try Login(store).answer("123456").authenticate(at: time)
    #expect(code == PAM_AUTH_ERR || code == PAM_AUTHINFO_UNAVAIL)
  }

  @Test(arguments: [UInt64.max, UInt64.max - 1, UInt64.max - 11, 1 << 63])
  func noCounterTraps(_ counter: UInt64) throws {
    let store = try TemporaryStore()
    try store.enroll(.hotp(try #require(HOTPParameters())), next: counter)
    for answer in ["000000", try Codes.code(counter), try Codes.code(.max)] {
      let code = try Login(store).answer(answer).authenticate(at: now)
      #expect(code == PAM_SUCCESS || code == PAM_AUTH_ERR || code == PAM_AUTHINFO_UNAVAIL)
    }
    #expect(try store.readState().devices.map { $0.nextMovingFactor >= counter } == [true])
  }
}
