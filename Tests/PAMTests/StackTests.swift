import CPAM
import CTestHost
import Countersign
import Foundation
import OATH
import Testing

/// The module among other modules: who asks, who hands on, and what the arguments change. The other modules are the
/// system's own.
@Suite struct StackTests {
  let store: TemporaryStore
  let now: Int64 = 1_800_000_000

  init() throws {
    store = try TemporaryStore()
    try store.enroll(.totp(try #require(TOTPParameters())))
  }

  /// A stack that ends by writing what stands in PAM_AUTHTOK to a file.
  private func stackThatKeepsToken(_ lines: String) throws -> (stack: String, token: URL) {
    let token = store.root.appendingPathComponent("token")
    let script = store.root.appendingPathComponent("keep")
    try Programs.place("#!/bin/sh\ncat > \(token.path)\n", at: script)
    return (lines + "\nauth optional pam_exec.so expose_authtok quiet \(script.path)", token)
  }

  private func text(_ file: URL) -> String {
    ((try? String(contentsOf: file, encoding: .utf8)) ?? "").replacingOccurrences(of: "\0", with: "")
  }

  @Test func forwardPassTakesTheCodeOffAndHandsThePasswordOn() throws {
    let (stack, token) = try stackThatKeepsToken("auth required MODULE root=ROOT forward_pass")
    let login = try Login(store, stack: stack).answer("pass 123 word" + (try Codes.totp(at: now)))
    #expect(login.authenticate(at: now) == PAM_SUCCESS)
    #expect(login.shown == ["off|Password & verification code: "])
    #expect(text(token) == "pass 123 word")
  }

  @Test func forwardPassHandsNothingOnWhenTheCodeIsWrong() throws {
    let (stack, token) = try stackThatKeepsToken("auth required MODULE root=ROOT forward_pass")
    let step = UInt64(now / 30)
    let login = try Login(store, stack: stack).answer("password" + (try Codes.wrong(near: step - 3...step + 3)))
    #expect(login.authenticate(at: now) == PAM_AUTH_ERR)
    #expect(text(token).isEmpty)
    #expect(try store.readState().devices.map(\.misses.count) == [1])
  }

  @Test func forwardPassWithoutACodeIsRefusedAndNotCounted() throws {
    let login = try Login(store, stack: "auth required MODULE root=ROOT forward_pass").answer("password")
    #expect(login.authenticate(at: now) == PAM_AUTH_ERR)
    #expect(login.log.contains("reason=not-a-code"))
    #expect(try store.readState().devices.map(\.misses.count) == [0])
  }

  @Test func useFirstPassNeverAsks() throws {
    let none = try Login(store, stack: "auth required MODULE root=ROOT use_first_pass")
    #expect(none.authenticate(at: now) == PAM_AUTH_ERR)
    #expect(none.shown.isEmpty)
    #expect(none.log.contains("reason=no-earlier-answer"))

    let (stack, token) = try stackThatKeepsToken(
      "auth optional pam_unix.so nodelay\nauth required MODULE root=ROOT use_first_pass forward_pass")
    let login = try Login(store, stack: stack).answer("secret" + (try Codes.totp(at: now)))
    #expect(login.authenticate(at: now) == PAM_SUCCESS)
    #expect(login.shown == ["off|Password: "])
    #expect(text(token) == "secret")
  }

  @Test func tryFirstPassAsksWhenTheEarlierAnswerHoldsNoCode() throws {
    let stack = "auth optional pam_unix.so nodelay\nauth required MODULE root=ROOT try_first_pass"
    let asked = try Login(store, stack: stack).answer("just a password").answer(try Codes.totp(at: now))
    #expect(asked.authenticate(at: now) == PAM_SUCCESS)
    #expect(asked.shown == ["off|Password: ", "off|Verification code: "])
    #expect(try store.readState().devices.map(\.misses.count) == [0])

    let notAsked = try Login(store, stack: stack).answer("password" + (try Codes.totp(at: now, steps: 1)))
    #expect(notAsked.authenticate(at: now) == PAM_SUCCESS)
    #expect(notAsked.shown == ["off|Password: "])
  }

  @Test func aWrongCodeInTheEarlierAnswerCounts() throws {
    let stack = "auth optional pam_unix.so nodelay\nauth required MODULE root=ROOT try_first_pass"
    let step = UInt64(now / 30)
    let wrong = try Codes.wrong(near: step - 3...step + 3)
    let login = try Login(store, stack: stack).answer("password" + wrong).answer(wrong)
    #expect(login.authenticate(at: now) == PAM_AUTH_ERR)
    #expect(try store.readState().devices.map(\.misses.count) == [2])
  }

  @Test func asksOneQuestionItsOwnBehindPamUnix() throws {
    let stack = "auth optional pam_unix.so nodelay\nauth required MODULE root=ROOT"
    let login = try Login(store, stack: stack).answer("password").answer(try Codes.totp(at: now))
    #expect(login.authenticate(at: now) == PAM_SUCCESS)
    #expect(login.shown == ["off|Password: ", "off|Verification code: "])
  }

  @Test func promptAndEchoAreTheAdministrators() throws {
    let login = try Login(store, stack: "auth required MODULE root=ROOT [prompt=Code %%n from %s, please: ] echo")
      .answer(try Codes.totp(at: now))
    #expect(login.authenticate(at: now) == PAM_SUCCESS)
    #expect(login.shown == ["on|Code %n from countersign-test, please: "])
  }

  @Test func addressComesFromTheConnectionBeforeTheHostName() throws {
    let remote = try Login(store).set(cs_login_remote_host, "host.example").set(cs_login_terminal, "ssh").answer("1")
    _ = remote.authenticate(at: now)
    #expect(remote.log.contains("address=host.example tty=ssh device=- reason=not-a-code"))
    remote.set(cs_login_connection, "2001:db8::7 5022 192.0.2.1 22").answer("1")
    _ = remote.authenticate(at: now)
    #expect(remote.log.contains("address=2001:db8::7 "))
    let forged = try Login(store).set(cs_login_remote_host, "x\nroot=1 user=root").answer("1")
    _ = forged.authenticate(at: now)
    #expect(forged.log.contains("address=x%0Aroot%3D1%20user%3Droot "))
  }

  @Test func aDebugLineTellsTheStepsAndNothingElseDoes() throws {
    let quiet = try Login(store).answer("1")
    _ = quiet.authenticate(at: now)
    #expect(!quiet.log.contains("debug"))
    let talkative = try Login(store, stack: "auth required MODULE root=ROOT debug").answer("1")
    _ = talkative.authenticate(at: now)
    #expect(talkative.log.contains("reason=user-is-enrolled"))
    #expect(talkative.log.contains("reason=checking-the-answer"))
  }
}
