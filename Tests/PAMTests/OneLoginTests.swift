import CPAM
import CTestHost
import Countersign
import Foundation
import OATH
import Testing

/// The rules of one login, each as a test of its name, against the shipped module through libpam.
@Suite struct OneLoginTests {
  let store: TemporaryStore
  let now: Int64 = 1_800_000_000
  let totp: DeviceKind
  let hotp: DeviceKind

  init() throws {
    store = try TemporaryStore()
    totp = .totp(try #require(TOTPParameters()))
    hotp = .hotp(try #require(HOTPParameters()))
  }

  private func login(_ answer: String, at time: Int64? = nil) throws -> (Login, Int32) {
    let login = try Login(store).answer(answer)
    let code = login.authenticate(at: time ?? now)
    return (login, code)
  }

  @Test func aCodeIsOnDiskAsUsedBeforeSuccessIsReturned() throws {
    try store.enroll(totp)
    cs_host_fail(cs_host_fdatasync, 0, 0)
    let (_, code) = try login(try Codes.totp(at: now))
    #expect(code == PAM_SUCCESS)
    #expect(cs_host_count(cs_host_fdatasync) == 1)
    #expect(try store.readState().devices.map(\.nextMovingFactor) == [UInt64(now / 30) + 1])
  }

  /// What waits for the disk is what a login costs: one write of a code that counts, and none more for one that does not.
  @Test func aLoginWaitsForTheDiskOnceAtMost() throws {
    try store.enroll(totp)
    let right = try Codes.totp(at: now)
    let wrong = try Codes.wrong(near: UInt64(now / 30) - 3...UInt64(now / 30) + 3)
    // The first login makes the audit file.
    _ = try login("")
    for (answer, code, count) in [
      ("", PAM_AUTH_ERR, 0), ("x", PAM_AUTH_ERR, 0), (wrong, PAM_AUTH_ERR, 1), (right, PAM_SUCCESS, 1),
      (right, PAM_AUTH_ERR, 0),
    ] as [(String, Int32, Int32)] {
      let login = try Login(store).answer(answer)
      for call in [cs_host_fdatasync, cs_host_fsync, cs_host_pwrite] { cs_host_fail(call, 0, 0) }
      #expect(login.authenticate(at: now) == code)
      let calls = [cs_host_fdatasync, cs_host_fsync, cs_host_pwrite].map { cs_host_count($0) }
      #expect(calls == [count, 0, count], "\(answer.count) characters, \(code): \(calls)")
    }
  }

  @Test(arguments: [cs_host_fdatasync, cs_host_pwrite])
  func noSuccessWhenTheStateCannotBeRecorded(_ call: cs_host_call) throws {
    try store.enroll(totp)
    cs_host_fail(call, 1, EIO)
    let (login, code) = try login(try Codes.totp(at: now))
    cs_host_fail(call, 0, 0)
    #expect(code == PAM_AUTHINFO_UNAVAIL)
    #expect(login.log.contains("unavailable user=nobody"))
    #expect(login.log.contains("reason=system-error place=state"))
    #expect(login.log.contains("errno=5"))
  }

  @Test func oneCodeOneLogin() throws {
    try store.enroll(totp)
    let right = try Codes.totp(at: now)
    #expect(try login(right).1 == PAM_SUCCESS)
    let (again, code) = try login(right)
    #expect(code == PAM_AUTH_ERR)
    #expect(again.log.contains("refused user=nobody service=countersign-test"))
    #expect(again.log.contains("device=1:Phone reason=replayed-code"))
    #expect(again.shown.contains("error|This code has been used already. Wait for the next one."))
  }

  @Test func anOlderCodeIsUsedOnceANewerOneWasAccepted() throws {
    try store.enroll(totp)
    #expect(try login(try Codes.totp(at: now, steps: 1)).1 == PAM_SUCCESS)
    #expect(try login(try Codes.totp(at: now)).1 == PAM_AUTH_ERR)
    #expect(try login(try Codes.totp(at: now, steps: -1)).1 == PAM_AUTH_ERR)
  }

  @Test func aWrongCodeNeverMovesACounter() throws {
    try store.enroll(hotp, next: 5)
    let wrong = try Codes.wrong(near: 0...100)
    for _ in 0..<4 { #expect(try login(wrong).1 == PAM_AUTH_ERR) }
    let state = try store.readState()
    #expect(state.devices.map(\.nextMovingFactor) == [5])
    #expect(state.devices.map(\.misses.count) == [4])
    #expect(try login(try Codes.code(5)).1 == PAM_SUCCESS)
    #expect(try store.readState().devices.map(\.misses.count) == [0])
  }

  @Test func aWrongCodeNeverMovesAWatermark() throws {
    try store.enroll(totp)
    let step = UInt64(now / 30)
    #expect(try login(try Codes.wrong(near: step - 3...step + 3)).1 == PAM_AUTH_ERR)
    #expect(try store.readState().devices.map(\.nextMovingFactor) == [0])
    #expect(try login(try Codes.totp(at: now)).1 == PAM_SUCCESS)
  }

  @Test func aFailedReadIsNeverFollowedByAWrite() throws {
    try store.enroll(totp)
    let before = try Data(contentsOf: store.state)
    // Seal key, record, state: in this order.
    for nth in Int32(1)...3 {
      cs_host_fail(cs_host_pread, nth, EIO)
      cs_host_fail(cs_host_pwrite, 0, 0)
      let (_, code) = try login(try Codes.totp(at: now))
      #expect(code == PAM_AUTHINFO_UNAVAIL)
      #expect(cs_host_count(cs_host_pwrite) == 0)
    }
    cs_host_fail(cs_host_pread, 0, 0)
    #expect(try Data(contentsOf: store.state) == before)
  }

  @Test func absentUnreadableMalformedAndLockedAreFourOutcomesWithFourLogLines() throws {
    let answer = try Codes.totp(at: now)
    let absent = try login(answer)
    #expect(absent.1 == PAM_AUTH_ERR)
    #expect(absent.0.log.contains("reason=not-enrolled"))

    try store.enroll(totp)
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: store.record.path)
    let unreadable = try login(answer)
    #expect(unreadable.1 == PAM_AUTHINFO_UNAVAIL)
    #expect(unreadable.0.log.contains("reason=too-open place=record mode=0640"))

    let good = try Data(contentsOf: store.record)
    try store.write(good.dropLast(3) + Data("00\n".utf8), to: store.record)
    let malformed = try login(answer)
    #expect(malformed.1 == PAM_AUTHINFO_UNAVAIL)
    #expect(malformed.0.log.contains("reason=malformed-record flaw=not-authentic"))

    try store.write(good, to: store.record)
    let locked = try withStateLocked { try Login(store, stack: "auth required MODULE root=ROOT").answer(answer) }
    #expect(locked.1 == PAM_AUTHINFO_UNAVAIL)
    #expect(locked.0.log.contains("reason=locked waited=5"))
  }

  /// A login while another open file description holds the lock. The wait of five seconds is over as soon as it
  /// begins: the clock of this thread runs ahead.
  private func withStateLocked(_ make: () throws -> Login) throws -> (Login, Int32) {
    // SAFETY: the path is a C string for the length of the call.
    let holder = unsafe open(store.state.path, O_RDWR)
    defer { close(holder) }
    try #require(flock(holder, LOCK_EX | LOCK_NB) == 0)
    cs_host_hurry(1)
    defer { cs_host_hurry(0) }
    let login = try make()
    return (login, login.authenticate(at: now))
  }

  @Test func onlyAnAbsentRecordIsIgnoredAndOnlyWithNullok() throws {
    let stack = "auth required MODULE root=ROOT nullok\nauth required pam_permit.so"
    let absent = try Login(store, stack: stack)
    #expect(absent.authenticate(at: now) == PAM_SUCCESS)
    #expect(absent.shown.isEmpty)
    #expect(absent.log.contains("skipped user=nobody"))
    #expect(try Login(store, stack: "auth required MODULE root=ROOT nullok").authenticate(at: now) != PAM_SUCCESS)

    try store.enroll(totp)
    for damage in [Data(), Data("x".utf8), try Data(contentsOf: store.record).dropLast()] {
      try store.write(damage, to: store.record)
      let login = try Login(store, stack: stack).answer("000000")
      #expect(login.authenticate(at: now) == PAM_AUTHINFO_UNAVAIL)
    }
  }

  @Test func theReturnValueStartsAsAFailure() throws {
    for argument in ["nulok", "nullok=1", "root=relative", "root", "prompt=", "debug=yes", "", "try_first_pass use_first_pass"] {
      let written = argument.isEmpty ? "[]" : argument
      let login = try Login(store, stack: "auth required MODULE \(written)\nauth required pam_permit.so")
      #expect(login.authenticate(at: now) == PAM_AUTH_ERR, "\(argument)")
      #expect(login.log.contains("reason=unknown-argument"), "\(argument)")
    }
  }

  @Test func theUserIsTheSameBehindTheConversation() throws {
    try store.enroll(totp)
    let login = try Login(store).set(cs_login_other_user, "root").answer(try Codes.totp(at: now))
    #expect(login.authenticate(at: now) == PAM_AUTH_ERR)
    #expect(login.log.contains("refused user=nobody"))
    #expect(login.log.contains("reason=user-changed"))
    #expect(try store.readState().devices.map(\.nextMovingFactor) == [0])
  }

  @Test(arguments: ["", "\u{8}\n\r\u{7F}IN", "\u{8}\n\r\u{7F}INCORRECT\u{8}\n", "\u{8}"])
  func anEmptyOrReplacedAnswerCountsNeitherAsFailureNorAsSuccess(_ answer: String) throws {
    try store.enroll(totp)
    let before = try Data(contentsOf: store.state)
    let (login, code) = try login(answer)
    #expect(code == PAM_AUTH_ERR)
    #expect(login.log.contains(answer.isEmpty ? "reason=empty-answer" : "reason=answer-replaced-by-sshd"))
    #expect(try Data(contentsOf: store.state) == before)
  }

  @Test(arguments: [PAM_CONV_ERR, PAM_BUF_ERR, PAM_ABORT, PAM_SUCCESS, PAM_IGNORE, 77])
  func aFailedConversationCountsNeitherAsFailureNorAsSuccess(_ failure: Int32) throws {
    try store.enroll(totp)
    let before = try Data(contentsOf: store.state)
    let login = failure == PAM_SUCCESS ? try Login(store).answerNull() : try Login(store).failConversation(failure)
    let code = login.authenticate(at: now)
    #expect(code != PAM_SUCCESS && code != PAM_IGNORE)
    #expect(login.log.contains("aborted user=nobody"))
    #expect(try Data(contentsOf: store.state) == before)
  }

  @Test func unknownUnenrolledAndWrongCodeUsersSeeTheSamePrompt() throws {
    let unenrolled = try login("123456")
    let unknown = try Login(store, user: "countersign-nobody-has-this-name").answer("123456")
    #expect(unknown.authenticate(at: now) == PAM_AUTH_ERR)
    try store.enroll(totp)
    let wrong = try login(try Codes.wrong(near: UInt64(now / 30) - 3...UInt64(now / 30) + 3))
    #expect(unenrolled.0.shown == ["off|Verification code: "])
    #expect(unknown.shown == unenrolled.0.shown)
    #expect(wrong.0.shown == unenrolled.0.shown)
    #expect(unenrolled.1 == PAM_AUTH_ERR && wrong.1 == PAM_AUTH_ERR)
    #expect(unenrolled.0.log.contains("reason=not-enrolled"))
    #expect(unknown.log.contains("user=- "))
    #expect(unknown.log.contains("reason=unknown-user"))
    #expect(!unknown.log.contains("countersign-nobody-has-this-name"))
    #expect(wrong.0.log.contains("reason=wrong-code"))
  }

  @Test func noMessageOrLogLineHoldsACodeOrWhatWasTyped() throws {
    try store.enroll(totp)
    let right = try Codes.totp(at: now)
    let stack = "auth required MODULE root=ROOT debug"
    for answer in [right, right, "7654321", "hunter2", "  987 654", "ABCD-EFGH-IJKL-MNOP"] {
      let login = try Login(store, stack: stack).answer(answer)
      _ = login.authenticate(at: now)
      for text in [login.log] + login.shown {
        #expect(!text.contains(answer))
        #expect(!text.contains(right))
        #expect(!text.contains("12345678901234567890"))
      }
      #expect(login.log.contains("debug user=nobody"))
    }
  }

  @Test func aDamagedSlotFallsBackToTheOther() throws {
    try store.enroll(totp)
    #expect(try login(try Codes.totp(at: now)).1 == PAM_SUCCESS)
    let good = try Data(contentsOf: store.state)
    for slot in 0...1 {
      var damaged = good
      damaged[slot * 2_048 + 100] ^= 1
      try store.write(damaged, to: store.state)
      let (login, code) = try login(try Codes.totp(at: now, steps: 1))
      #expect(code == PAM_SUCCESS)
      #expect(login.log.contains("reason=damaged-state-slot"))
    }
  }

  @Test func twoDamagedSlotsDenyAndNameTheRepair() throws {
    try store.enroll(totp)
    var damaged = try Data(contentsOf: store.state)
    damaged[100] ^= 1
    damaged[2_148] ^= 1
    try store.write(damaged, to: store.state)
    let (login, code) = try login(try Codes.totp(at: now))
    #expect(code == PAM_AUTHINFO_UNAVAIL)
    #expect(login.log.contains("reason=damaged-state hint=run countersign remove --all and countersign enroll"))
    #expect(try Data(contentsOf: store.state) == damaged)
  }

  @Test func aMissingStateDenies() throws {
    try store.enroll(totp)
    try FileManager.default.removeItem(at: store.state)
    let (login, code) = try login(try Codes.totp(at: now))
    #expect(code == PAM_AUTHINFO_UNAVAIL)
    #expect(login.log.contains("reason=missing place=state"))
    #expect(!FileManager.default.fileExists(atPath: store.state.path))
  }
}
