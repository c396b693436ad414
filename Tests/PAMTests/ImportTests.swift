import CPAM
import Countersign
import Foundation
import OATH
import Testing

/// Devices that `countersign import` has taken over, at the module as it ships.
@Suite struct ImportTests {
  /// 2026-11-24 06:50:04 UTC; the codes below are of the published test keys.
  let now: Int64 = 1_795_503_004
  let store: TemporaryStore
  /// Of google-authenticator's own tests, in Base32 and as bytes.
  static let spelled = "2SH3V3GDW7ZNMGYE"
  static let secret: [UInt8] = [0xD4, 0x8F, 0xBA, 0xEC, 0xC3, 0xB7, 0xF2, 0xD6, 0x1B, 0x04]
  static let hexadecimal = "3132333435363738393031323334353637383930"

  init() throws { store = try TemporaryStore() }

  private static let command: String = {
    if let named = ProcessInfo.processInfo.environment["COUNTERSIGN_CLI"] { return named }
    return URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
      .appendingPathComponent("countersign").path
  }()

  private func load(_ format: String, _ text: String) throws {
    let file = store.root.appendingPathComponent("foreign")
    try store.write(Data(text.utf8), to: file)
    let user = format == "google-authenticator" ? ["--user", "nobody"] : []
    let result = try Program.run(
      ImportTests.command, ["import", format, file.path, "--root", store.root.path] + user)
    try #require(result.status == 0, "\(result.output)")
  }

  private func login(_ answer: String, at moment: Int64? = nil) throws -> Int32 {
    try Login(store).answer(answer).authenticate(at: moment ?? now)
  }

  private static func code(_ movingFactor: UInt64) throws -> String {
    try Codes.code(movingFactor, secret: secret)
  }

  @Test func googleAuthenticatorWithSkewAndUsedSteps() throws {
    let step = UInt64(now / 30)
    try load(
      "google-authenticator",
      """
      \(ImportTests.spelled)
      " TOTP_AUTH
      " WINDOW_SIZE 3
      " TIME_SKEW -40
      " DISALLOW_REUSE \(step - 41) \(step - 40)

      """)
    #expect(try login(ImportTests.code(step)) == PAM_AUTH_ERR)
    #expect(try login(ImportTests.code(step - 40)) == PAM_AUTH_ERR)
    #expect(try login(ImportTests.code(step - 39)) == PAM_SUCCESS)
    #expect(try login(ImportTests.code(step - 39)) == PAM_AUTH_ERR)
  }

  @Test func googleAuthenticatorEventBased() throws {
    try load("google-authenticator", "\(ImportTests.spelled)\n\" HOTP_COUNTER 5\n\" TOTP_AUTH\n\" WINDOW_SIZE 3\n")
    #expect(try login("293240") == PAM_AUTH_ERR)
    #expect(try login("932068") == PAM_SUCCESS)
    #expect(try login("932068") == PAM_AUTH_ERR)
    #expect(try login(ImportTests.code(8)) == PAM_SUCCESS)
    #expect(try login(ImportTests.code(12)) == PAM_AUTH_ERR)
  }

  @Test func scratchCodesCountOnceEachBesideADeviceOfEightDigits() throws {
    try load("google-authenticator", "\(ImportTests.spelled)\n\" TOTP_AUTH\n12345678\n87654321\n")
    try store.enroll(.totp(try #require(TOTPParameters(digits: .eight))), name: "Tablet")
    #expect(try login("12345678") == PAM_SUCCESS)
    let again = try Login(store).answer("12345678")
    #expect(again.authenticate(at: now) == PAM_AUTH_ERR)
    #expect(again.log.contains("reason=replayed-code"))
    let forwarding = try Login(store, stack: "auth required MODULE root=ROOT forward_pass").answer("password87654321")
    #expect(forwarding.authenticate(at: now) == PAM_SUCCESS)
    #expect(forwarding.log.contains("device=recovery:2"))
    for _ in 0..<5 { #expect(try login("11111111") == PAM_AUTH_ERR) }
    let state = try store.readState()
    #expect(state.recoveryMisses.count == 5 && state.device(2)?.misses.count == 5 && state.device(1)?.misses.count == 0)
    #expect(try login(ImportTests.code(UInt64(now / 30))) == PAM_SUCCESS)
  }

  @Test func usersFileOfPAMOATH() throws {
    let step = UInt64(now / 30)
    try load("oath", "HOTP/E/6 nobody - \(ImportTests.hexadecimal) 4 338314 2026-11-24T06:50:00L\n")
    #expect(try login("338314") == PAM_AUTH_ERR)
    #expect(try login(Codes.code(5)) == PAM_SUCCESS)
    let other = try TemporaryStore()
    let moment = UInt64(now - 3_600)
    let last = try Codes.code(moment / 30)
    let file = other.root.appendingPathComponent("foreign")
    let text = "HOTP/T30 nobody - \(ImportTests.hexadecimal) 0 \(last) \(local(moment))\n"
    try other.write(Data(text.utf8), to: file)
    let result = try Program.run(ImportTests.command, ["import", "auto", file.path, "--root", other.root.path])
    #expect(result.status == 0 && !result.output.contains("changed"), "\(result.output)")
    #expect(try other.readState().device(1)?.nextMovingFactor == moment / 30 + 1)
    #expect(try Login(other).answer(last).authenticate(at: Int64(moment)) == PAM_AUTH_ERR)
    #expect(try Login(other).answer(Codes.code(step)).authenticate(at: now) == PAM_SUCCESS)
  }

  @Test func usersFileOfModAuthnOTP() throws {
    try load("oath", "HOTP nobody - \(ImportTests.hexadecimal) 5 0 338314 2026-11-24T06:50:00L 192.0.2.1\n")
    #expect(try login("338314") == PAM_AUTH_ERR)
    #expect(try login(Codes.code(5)) == PAM_SUCCESS)
    #expect(try login(Codes.code(5)) == PAM_AUTH_ERR)
  }

  /// As users files have times: on the clock of the wall.
  private func local(_ seconds: UInt64) -> String {
    guard let time = CalendarTime(seconds, in: .local) else { return "" }
    return String(
      format: "%04d-%02d-%02dT%02d:%02d:%02dL", time.year, time.month, time.day, time.hour, time.minute, time.second)
  }
}
