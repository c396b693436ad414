import CPAM
import CTestHost
import Countersign
import Foundation
import OATH
import Testing

/// Clocks that are set, wrong or run on while somebody types, through the shipped module at injected times.
@Suite struct ClockTests {
  static let now: Int64 = 1_800_000_000
  static let day: Int64 = 86_400
  static let decade: Int64 = 3_653 * day

  let store: TemporaryStore

  init() throws {
    store = try TemporaryStore()
    try store.enroll(.totp(try #require(TOTPParameters())))
  }

  private func login(_ answer: String, at time: Int64) throws -> (code: Int32, log: String, shown: [String]) {
    let login = try Login(store).answer(answer)
    let code = login.authenticate(at: time)
    return (code, login.log, login.shown)
  }

  @Test("A clock set back leaves used codes used, and the log says so", arguments: [1, day, decade])
  func setBack(by seconds: Int64) throws {
    let code = try Codes.totp(at: Self.now)
    #expect(try login(code, at: Self.now).code == PAM_SUCCESS)
    let state = try Data(contentsOf: store.state)
    let (result, log, _) = try login(code, at: Self.now - seconds)
    #expect(result == PAM_AUTH_ERR)
    #expect(log.contains("warning user=nobody service=countersign-test address=- tty=- device=- "
      + "reason=clock-set-back seconds=\(seconds)\n"))
    #expect(log.contains(seconds == 1 ? "device=1:Phone reason=replayed-code" : "reason=used-codes-ahead-of-clock"))
    #expect(try Data(contentsOf: store.state) == state)
  }

  @Test("Used codes ahead of the clock are a refusal of their own, that names the repair and is no miss")
  func ahead() throws {
    #expect(try login(try Codes.totp(at: Self.now), at: Self.now).code == PAM_SUCCESS)
    let early = Self.now - Self.day
    let state = try Data(contentsOf: store.state)
    for code in [try Codes.totp(at: early), try Codes.totp(at: Self.now), "000000"] {
      let (result, log, shown) = try login(code, at: early)
      #expect(result == PAM_AUTH_ERR)
      #expect(log.contains("refused user=nobody service=countersign-test address=- tty=- device=1:Phone "
        + "reason=used-codes-ahead-of-clock seconds=86400 hint=set the clock, or run countersign resync\n"))
      #expect(shown.last == "error|Your code cannot be checked now. Ask your administrator to look at the log.")
    }
    #expect(try Data(contentsOf: store.state) == state)
    // The clock comes to where it was.
    #expect(try login(try Codes.totp(at: Self.now), at: Self.now).log.contains("reason=replayed-code"))
    #expect(try login(try Codes.totp(at: Self.now + 30), at: Self.now + 30).code == PAM_SUCCESS)
  }

  @Test("Ten years ahead and back: two codes of the device repair what the wrong clock left")
  func repair() throws {
    let future = Self.now + Self.decade
    #expect(try login(try Codes.totp(at: future), at: future).code == PAM_SUCCESS)
    let used = try Codes.totp(at: Self.now)
    #expect(try login(used, at: Self.now).log.contains("reason=used-codes-ahead-of-clock"))
    let opened = try UserStore(store.location)
    let pair = (Array(try Codes.totp(at: Self.now - 30).utf8), Array(used.utf8))
    let finding = try opened.resynchronise(
      device: 1, of: store.user, first: pair.0.span, second: pair.1.span, now: UInt64(Self.now))
    #expect(finding == .inStep(drift: 0))
    let again = try login(used, at: Self.now)
    #expect(again.log.contains("reason=replayed-code") && !again.log.contains("clock-set-back"))
    #expect(try login(try Codes.totp(at: Self.now + 30), at: Self.now).code == PAM_SUCCESS)
  }

  @Test("A device hours off is let in after resynchronisation, and its drift is learned further")
  func resynchronised() throws {
    let slow = -Self.day / 4
    #expect(try login(try Codes.totp(at: Self.now + slow), at: Self.now).log.contains("reason=wrong-code"))
    let opened = try UserStore(store.location)
    let pair = (
      Array(try Codes.totp(at: Self.now + slow - 30).utf8), Array(try Codes.totp(at: Self.now + slow).utf8)
    )
    let finding = try opened.resynchronise(
      device: 1, of: store.user, first: pair.0.span, second: pair.1.span, now: UInt64(Self.now))
    #expect(finding == .inStep(drift: Int32(slow / 30)))
    #expect(try store.readState().devices.map(\.misses.count) == [0])
    // Two seconds a minute slower: it takes 600 logins to lose 20 steps, so each two lose one here.
    for login in 1...44 {
      let time = Self.now + Int64(login) * 600
      let lost = Int64((login + 1) / 2)
      #expect(try self.login(try Codes.totp(at: time + slow, steps: -lost), at: time).code
        == (lost <= 21 ? PAM_SUCCESS : PAM_AUTH_ERR), "login \(login)")
    }
    #expect(try store.readState().devices.map(\.drift) == [Int32(slow / 30) - 20])
  }

  @Test("Before 1970 no code can be checked, and nothing is written", arguments: [-1, -decade, -(1 << 40)])
  func beforeTheEpoch(time: Int64) throws {
    let state = try Data(contentsOf: store.state)
    let (result, log, _) = try login("000000", at: time)
    #expect(result == PAM_AUTHINFO_UNAVAIL)
    #expect(log.contains("reason=system-error place=state call=clock_gettime errno=22"))
    #expect(try Data(contentsOf: store.state) == state)
    #expect(try login(try Codes.totp(at: Self.now), at: Self.now).code == PAM_SUCCESS)
  }

  @Test("At the beginning and far in the future nothing traps, and a code counts once", arguments: [
    0, 29, 30, 253_402_300_800, 1 << 60,
  ] as [Int64])
  func oddTimes(time: Int64) throws {
    let code = try Codes.totp(at: time)
    #expect(try login(code, at: time).code == PAM_SUCCESS)
    #expect(try login(code, at: time).log.contains("reason=replayed-code"))
  }

  @Test("The time that counts is when the code is there, not when it was asked for", arguments: [
    (30, PAM_SUCCESS), (59, PAM_SUCCESS), (60, PAM_AUTH_ERR), (day, PAM_AUTH_ERR),
  ] as [(Int64, Int32)])
  func passingAtThePrompt(seconds: Int64, expected: Int32) throws {
    let login = try Login(store).answer(try Codes.totp(at: Self.now))
    login.whileAsking { cs_host_stop_clock(Self.now + seconds) }
    #expect(login.authenticate(at: Self.now) == expected)
  }

  @Test("A clock set back at the prompt lets no used code in", arguments: [1, 30, day, decade])
  func setBackAtThePrompt(seconds: Int64) throws {
    let code = try Codes.totp(at: Self.now)
    #expect(try login(code, at: Self.now).code == PAM_SUCCESS)
    let second = try Login(store).answer(code)
    second.whileAsking { cs_host_stop_clock(Self.now - seconds) }
    #expect(second.authenticate(at: Self.now) == PAM_AUTH_ERR)
    #expect(second.log.contains("reason=clock-set-back seconds=\(seconds)"))
  }

  @Test("Event-based codes need no clock that runs forward")
  func eventBased() throws {
    try store.enroll(.hotp(try #require(HOTPParameters())), name: "Token", next: 100)
    for (counter, time) in [(UInt64(100), Self.now), (101, Self.now - Self.day), (102, 0), (103, Self.now)] {
      let (result, log, _) = try login(try Codes.code(counter), at: time)
      #expect(result == PAM_SUCCESS && log.contains("device=2:Token reason=hotp"))
      #expect(log.contains("clock-set-back") == (time < Self.now))
    }
  }

  @Test("Wrong codes in the future end no wait for good and start no endless one")
  func waits() throws {
    let step = UInt64(Self.now / 30)
    let wrong = try Codes.wrong(near: step - 2_890...step + 10)
    for _ in 0..<5 { #expect(try login(wrong, at: Self.now).code == PAM_AUTH_ERR) }
    #expect(try login(wrong, at: Self.now + 1).code == PAM_MAXTRIES)
    let early = try login(wrong, at: Self.now - Self.day)
    #expect(early.code == PAM_AUTH_ERR && early.log.contains("reason=clock-set-back seconds=86400"))
    // Counted at the new time, it waits anew.
    #expect(try login(wrong, at: Self.now - Self.day).code == PAM_MAXTRIES)
    #expect(try login(try Codes.totp(at: Self.now - Self.day + 60), at: Self.now - Self.day + 60).code == PAM_SUCCESS)
  }
}
