import CPAM
import Countersign
import Foundation
import OATH
import Testing

/// What the shipped file is, and what it leaves behind in the program that loads it.
@Suite struct ModuleFileTests {
  @Test func exportsOnlyTheEntriesOfAModule() throws {
    let symbols = try Program.run("nm", ["-gD", "--defined-only", ShippedModule.path])
    #expect(symbols.status == 0)
    let names = Set(symbols.lines.compactMap { $0.split(separator: " ").last.map(String.init) })
    #expect(names == ["pam_sm_authenticate", "pam_sm_setcred", "pam_sm_acct_mgmt"])
  }

  @Test func needsLibcAndLibpamAndNothingElse() throws {
    let dynamic = try Program.run("readelf", ["-dW", ShippedModule.path])
    #expect(dynamic.status == 0)
    let needed = dynamic.lines.filter { $0.contains("(NEEDED)") }
    #expect(needed.count == 2)
    #expect(needed.contains { $0.contains("[libc.so.6]") } && needed.contains { $0.contains("[libpam.so.0]") })
    #expect(dynamic.lines.contains { $0.contains("NODELETE") })
    #expect(!dynamic.lines.contains { $0.contains("RPATH") || $0.contains("RUNPATH") })
    #expect(!dynamic.lines.contains { $0.contains("TEXTREL") })
  }

  @Test func isAtMost250KibibytesStripped() throws {
    let stripped = FileManager.default.temporaryDirectory.appendingPathComponent("countersign-\(UUID().uuidString).so")
    defer { try? FileManager.default.removeItem(at: stripped) }
    #expect(try Program.run("strip", ["-o", stripped.path, ShippedModule.path]).status == 0)
    let size = try FileManager.default.attributesOfItem(atPath: stripped.path)[.size] as? Int
    #expect(try #require(size) <= 256_000)
  }

  @Test func hasNoExecutableStackAndNoWritableCode() throws {
    let headers = try Program.run("readelf", ["-lW", ShippedModule.path])
    let segments = headers.lines.filter { $0.contains("LOAD") || $0.contains("GNU_STACK") }
    #expect(segments.contains { $0.contains("GNU_STACK") })
    #expect(!segments.contains { $0.contains("RWE") })
  }

  /// One place walks through `environ`, for hints that decide nothing (`Caller.c`); libraries in the module find every
  /// variable unset.
  @Test func asksForNoVariableOfTheEnvironment() throws {
    let undefined = try Program.run("nm", ["-D", "--undefined-only", ShippedModule.path])
    #expect(undefined.status == 0)
    let names = undefined.lines.compactMap { $0.split(separator: " ").last?.split(separator: "@").first }
    #expect(names.contains("pam_getenv"))
    #expect(!names.contains { ["getenv", "secure_getenv", "__secure_getenv", "__environ"].contains($0) })
  }

  /// In a virtual machine each question to the processor waits for the hypervisor; libc has asked already.
  @Test func holdsNoInstructionThatAsksTheProcessor() throws {
    let code = try Program.run("objdump", ["-d", "--no-show-raw-insn", ShippedModule.path])
    #expect(code.status == 0)
    #expect(code.lines.contains { $0.hasSuffix("\tret") || $0.contains("\tret ") })
    #expect(!code.lines.contains { $0.contains("\tcpuid") })
  }

  /// What is typed in the host that is looked at afterwards.
  enum Typed: CaseIterable {
    case counterCode, timeCode, recoveryCode, wrongCode, password
  }

  @Test(arguments: Typed.allCases)
  func leavesNoSignalHandlerThreadDescriptorSecretOrAnswerInTheHost(_ typed: Typed) throws {
    let store = try TemporaryStore()
    // As long as a block of the hash, because freeing memory overwrites its first 16 bytes and hides what they were.
    let secret = [UInt8](0x80..<0xC0)
    let kind: DeviceKind = typed == .timeCode ? .totp(try #require(TOTPParameters())) : .hotp(try #require(HOTPParameters()))
    try store.enroll(kind, secret: secret)
    let answer = try answer(typed, store, secret)
    let directory = store.root.appendingPathComponent("pam.d")
    try Data("auth required \(ShippedModule.path) root=\(store.root.path)\n".utf8)
      .write(to: directory.appendingPathComponent("probe"))
    let program = store.root.appendingPathComponent("module-probe").path
    #expect(try Program.run("cc", ["-o", program, ModuleFileTests.probeSource, "-lpam", "-ldl"]).output == "")
    let code = answer.filter { $0 != UInt8(ascii: "-") }[...]
    let searched = [answer, secret.suffix(32), TemporaryStore.hostKey.suffix(16), code]
    let probe = try Program.run(
      program, [ShippedModule.path, directory.path, "probe", "nobody"] + searched.map(ModuleFileTests.complement),
      environment: ["SWIFT_BACKTRACE": "enable=yes", "NETTLE_FAT_VERBOSE": "1"])
    let isRight = typed != .wrongCode && typed != .password
    #expect(
      probe.lines == [
        "loads=1", "pam_sm_authenticate=1", "pam_sm_setcred=1", "pam_sm_acct_mgmt=1", "pam_sm_open_session=0",
        "first-code=\(isRight ? PAM_SUCCESS : PAM_AUTH_ERR)", "second-code=\(PAM_AUTH_ERR)", "descriptors-left=0",
        "threads=1", "signal-handlers=0",
      ] + searched.indices.map { "secret-\($0)-left=0" } + ["closes=1"])
  }

  private func answer(_ typed: Typed, _ store: TemporaryStore, _ secret: [UInt8]) throws -> ArraySlice<UInt8> {
    let text: String
    switch typed {
    case .counterCode: text = try Codes.code(0, secret: secret)
    case .timeCode: text = try Codes.code(UInt64(Date().timeIntervalSince1970) / 30, secret: secret)
    case .recoveryCode: text = try store.renewRecoveryCodes()[0]
    case .wrongCode: text = try Codes.code(1_000, secret: secret)
    case .password: text = "correct horse battery staple"
    }
    return Array(text.utf8)[...]
  }

  private static func complement(_ secret: ArraySlice<UInt8>) -> String {
    secret.map { String(format: "%02x", ~$0) }.joined()
  }

  /// Compiled by the test: what the package manager links has Swift's runtime, and that brings signal handlers.
  private static let probeSource = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("module-probe.c").path

  @Test func setcredSucceedsAndAcctMgmtHasNoOpinion() throws {
    let store = try TemporaryStore()
    #expect(try Login(store).setCredentials() == PAM_SUCCESS)
    // With an opinion of its own the module would decide here; without one, pam_permit behind it does.
    let stack = "auth required MODULE root=ROOT\naccount required MODULE"
    #expect(try Login(store, stack: stack).account() == PAM_SUCCESS)
  }

  @Test func ignoreAndUnprovedSuccessStandAtOnePlaceEach() throws {
    let sources = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources/PAMCountersign")
    var ignores: [String] = []
    var successes: [String] = []
    for file in try FileManager.default.contentsOfDirectory(at: sources, includingPropertiesForKeys: nil) {
      for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") {
        let code = line.trimmingCharacters(in: .whitespaces)
        guard !code.hasPrefix("//") else { continue }
        if code.contains("PAM_IGNORE") { ignores.append(code) }
        if code.hasSuffix(": PAM_SUCCESS") { successes.append(code) }
      }
    }
    #expect(ignores == ["case .login(.skipped, _), .login(.conducted(.skipped), _), .noAccountRule: PAM_IGNORE"])
    #expect(successes.sorted() == [
      "case .login(.accepted, _), .login(.conducted(.accepted), _): PAM_SUCCESS", "case .noCredentials: PAM_SUCCESS",
    ])
  }
}
