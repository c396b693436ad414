import CPAM
import Countersign
import Foundation
import Testing

/// The program beside the module, played by scripts: whatever it says or does, nobody gets in who is not enrolled, and
/// the login's process goes on.
@Suite struct CompanionTests {
  let store: TemporaryStore
  private var place: URL { store.root.appendingPathComponent("usr/libexec/countersign/companion") }

  init() throws {
    store = try TemporaryStore()
    try store.write(policy: "Mode mandatory", "Enroll at-login without-ticket")
  }

  /// Puts a companion in place that runs these lines of Python; `line` is the socket.
  private func install(_ lines: String...) throws {
    let text = """
      #!/usr/bin/python3 -I
      import os, socket, sys
      line = socket.socket(fileno=0)
      order = line.recv(65536).split(b"\\0")

      """ + lines.joined(separator: "\n") + "\n"
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Programs.place(text, at: place)
  }

  private func login(_ answers: String...) throws -> (Login, Int32) {
    // What skips the login leaves it to the next module, which lets in.
    let login = try Login(store, stack: "auth required MODULE root=ROOT\nauth required pam_permit.so")
    for answer in answers { login.answer(answer) }
    return (login, login.authenticate(at: 1_800_000_000))
  }

  @Test func whatItAsksIsPassedOnAndTheAnswerBack() throws {
    try install(
      "line.send(b'mhello')", "line.send(b'ewatch out')", "line.send(b'qfirst: ')", "first = line.recv(99)",
      "line.send(b'hsecond: ')", "second = line.recv(99)", "line.send(b'm' + first + b' ' + second)",
      "line.send(b'z\\x05')")
    let (login, code) = try login("one", "")
    #expect(code == PAM_AUTH_ERR)
    for shown in ["info|hello", "error|watch out", "on|first: ", "off|second: ", "info|aone a"] {
      #expect(login.shown.contains(shown), "\(shown)")
    }
    #expect(login.log.contains("reason=enrolment-wrong-codes"))
  }

  @Test func itsWordAloneLetsNobodyIn() throws {
    try install("line.send(b'z\\x01')")
    let (login, code) = try login()
    #expect(code == PAM_AUTH_ERR)
    #expect(login.log.contains("refused user=nobody"))
    #expect(login.log.contains("reason=enrolment-failed"))
  }

  @Test(arguments: [
    (2, "reason=not-enrolled"), (3, "reason=enrolment-declined"), (4, "reason=enrolment-abandoned"),
    (5, "reason=enrolment-wrong-codes"), (6, "reason=enrolment-overtaken"), (7, "reason=enrolment-needs-a-terminal"),
    (8, "reason=enrolment-failed"), (0, "reason=enrolment-failed"), (200, "reason=enrolment-failed"),
  ])
  func everyEndingButOneRefuses(_ ending: Int, _ reason: String) throws {
    try install("line.send(bytes([ord('z'), \(ending)]))")
    let (login, code) = try login("000000")
    #expect(code == PAM_AUTH_ERR)
    #expect(login.log.contains(reason))
  }

  @Test func decliningLetsInOnlyWhoPassesWithout() throws {
    try store.write(policy: "Mode enrolled", "Enroll at-login without-ticket")
    try install("line.send(b'z\\x03')")
    #expect(try login().1 == PAM_SUCCESS)
    try install("line.send(b'z\\x05')")
    #expect(try login().1 == PAM_AUTH_ERR)
  }

  @Test(arguments: [
    "sys.exit(0)", "os.kill(os.getpid(), 9)", "line.send(b'?what')", "line.send(b'm' + b'x' * 7000)",
    "line.send(b'm\\x1b[2J')", "line.send(b'q\\x07: ')", "line.send(b'm\\x00hidden')", "line.send(b'z')",
    "[line.send(b'm') for _ in range(101)]",
  ])
  func whateverElseItDoesIsNoLogin(_ deed: String) throws {
    try install(deed)
    let (login, code) = try login("000000")
    #expect(code == PAM_AUTHINFO_UNAVAIL || code == PAM_AUTH_ERR)
    #expect(login.log.contains("place=companion") || login.log.contains("reason=enrolment-failed"))
    #expect(!login.shown.contains("\u{1B}"))
  }

  @Test func withoutItTheLogSaysSo() throws {
    let (login, code) = try login()
    #expect(code == PAM_AUTHINFO_UNAVAIL)
    #expect(login.log.contains("reason=system-error place=companion call=posix_spawn errno=2"))
  }

  @Test func itHasNothingOfTheProcessThatStartedIt() throws {
    let report = store.root.appendingPathComponent("report").path
    let pipe = Pipe()
    // SAFETY: both strings are copied; nothing else reads the variable.
    unsafe setenv("COUNTERSIGN_TEST_LEAK", "1", 1)
    defer {
      // SAFETY: as above.
      unsafe unsetenv("COUNTERSIGN_TEST_LEAK")
      withExtendedLifetime(pipe) {}
    }
    try install(
      "descriptors = [n for n in os.listdir('/proc/self/fd') if os.path.exists('/proc/self/fd/' + n)]",
      "status = open('/proc/self/status').read().split('\\n')",
      "masks = [l for l in status if l.startswith(('SigBlk', 'SigIgn'))]",
      "open('\(report)', 'w').write(repr((sorted(descriptors), sorted(os.environ), os.getcwd(), os.getresuid(),",
      "  os.getgroups(), os.getppid() == \(getpid()), masks, os.getsid(0) == os.getsid(os.getppid()))))",
      "line.send(b'z\\x05')")
    _ = try login()
    let text = try String(contentsOfFile: report, encoding: .utf8)
    #expect(text.contains("(['0', '1', '2'], ['LC_ALL', 'PATH'], '/', (0, 0, 0)"), "\(text)")
    #expect(text.contains(", False, "), "\(text)")
    #expect(!text.contains("SigBlk:\\t000000000000000[1-9]"), "\(text)")
  }

  @Test func theOrderSaysWhoAndWhereAndNothingIsAnArgument() throws {
    let report = store.root.appendingPathComponent("report").path
    try install(
      "words = open('/proc/self/cmdline', 'rb').read().split(b'\\0')",
      "open('\(report)', 'w').write(repr(order) + repr(words))", "line.send(b'z\\x05')")
    _ = try login()
    let text = try String(contentsOfFile: report, encoding: .utf8)
    #expect(text.hasPrefix("[b'enroll', b'nobody', b'65534', b'countersign-test', "), "\(text)")
    #expect(text.contains("b'\(store.root.path)', b'en', b'', b'0', b'3', b'0', b'0', b'']"), "\(text)")
    #expect(text.hasSuffix("[b'/usr/bin/python3', b'-I', b'\(place.path)', b'']"), "\(text)")
  }

  @Test func whoIsEnrolledNeverMeetsIt() throws {
    try install("open('\(store.root.path)/met', 'w')", "line.send(b'z\\x01')")
    try store.enroll(.totp(try #require(TOTPParameters())))
    let (_, code) = try login("000000")
    #expect(code == PAM_AUTH_ERR)
    #expect(!FileManager.default.fileExists(atPath: store.root.appendingPathComponent("met").path))
  }
}
