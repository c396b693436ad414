import Foundation
import Testing

@Suite struct UsageTests {
  @Test("A command line that makes no sense is refused with 2 and a pair", arguments: [
    (["frobnicate"], ""),
    (["enroll"], "missing expected argument"),
    (["enroll", "nobody", "--digits", "5"], "--digits takes 6 to 8"),
    (["enroll", "nobody", "--digits", "six"], "--digits"),
    (["enroll", "nobody", "--algorithm", "md5"], "--algorithm takes sha1, sha256 or sha512"),
    (["enroll", "nobody", "--period", "9"], "--period takes 10 to 300 seconds"),
    (["enroll", "nobody", "--window", "11"], "--window takes 0 to 10"),
    (["enroll", "nobody", "--counter", "3"], "are for --type hotp"),
    (["enroll", "nobody", "--type", "hotp", "--period", "60"], "are for --type totp"),
    (["enroll", "nobody", "--type", "hotp", "--look-ahead", "101"], "--look-ahead takes 0 to 100"),
    (["enroll", "nobody", "--type", "ocra"], "--type"),
    (["enroll", "nobody", "--hex"], "--hex is for --secret-stdin"),
    (["enroll", "nobody", "--qr", "huge"], "--qr"),
    (["enroll", "nobody", "--qr-file", "code.jpg"], "ends in .png or .svg"),
    (["enroll", "nobody", "--json", "--show-uri"], "--json prints nothing secret"),
    (["enroll", "nobody", "--name", " phone"], "name has 1 to 64 bytes"),
    (["rename", "nobody", "phone", "a\u{1B}b"], "name has 1 to 64 bytes"),
    (["rename", "nobody", "phone"], "missing expected argument"),
    (["remove", "nobody", "phone", "--all"], "--all does not go with"),
    (["status"], "missing expected argument"),
    (["unlock"], "missing expected argument"),
    (["unlock", "nobody", "phone", "token"], "more arguments than expected"),
    (["resync", "nobody", "phone", "123456"], "resync takes two codes, or none"),
    (["resync", "nobody", "phone", "1", "2", "3"], "resync takes two codes, or none"),
    (["bypass", "nobody"], "bypass takes --for and --reason, or --revoke"),
    (["bypass", "nobody", "--for", "1h"], "bypass takes --for and --reason"),
    (["bypass", "nobody", "--for", "1h", "--reason", " "], "--reason"),
    (["bypass", "nobody", "--for", "1h", "--reason", "a\u{1B}b"], "--reason"),
    (["bypass", "nobody", "--for", "1h", "--reason", "x", "--revoke"], "--revoke goes with no option"),
    (["bypass", "nobody", "--for", "0h", "--reason", "x"], "--for"),
    (["bypass", "nobody", "--for", "60", "--reason", "x"], "--for"),
    (["bypass", "nobody", "--for", "1h", "--reason", "x", "--uses", "0"], "--uses takes 1 or more"),
    (["bypass", "nobody", "--for", "1h", "--reason", "x", "--uses", "-1"], "--uses"),
    (["bypass", "nobody", "--for", "1h", "--reason", "x", "--service", "-"], "--service"),
    (["bypass", "nobody", "--for", "1h", "--reason", "x", "--from", "host"], "--from takes an address"),
    (["bypass", "nobody", "--for", "1h", "--reason", "x", "--from", "192.0.2.1/24"], "--from takes an address"),
    (["temporary-code", "nobody", "--for", "x"], "--for"),
    (["temporary-code", "nobody", "--for", "1m", "--revoke"], "--revoke does not go with --for"),
    (["reset", "nobody"], "--reason"),
    (["disable-device"], "missing expected argument"),
    (["forget"], "missing expected argument"),
    (["verify", "nobody", "--frobnicate"], "unknown option"),
    (["list", "--root", ""], "--root takes a directory"),
    (["status", "nobody", "--root="], "missing value for '--root"),
    (["doctor", "--root", ""], "--root takes a directory"),
    (["enroll", "nobody", "--digits", "\u{1B}[31mx"], "the value '\\x1b[31mx' is invalid for '--digits"),
    (["audit", "show", "--event", "admin"], "Please provide one of 'login', 'warning', 'error'"),
  ] as [([String], String)])
  func usage(arguments: [String], error: String) throws {
    let result = try CountersignCommandLine.run(arguments)
    Complaints.expectPair(result, status: 2, error)
    #expect(result.output.isEmpty)
  }

  @Test("An argument too many is not repeated, for it could be a key")
  func superfluousArgument() throws {
    let result = try CountersignCommandLine.run(["enroll", "nobody", "GEZDGNBVGY3TQOJQ"])
    Complaints.expectPair(result, status: 2, "more arguments than expected", "usage: countersign enroll")
    #expect(!result.errorText.contains("GEZDGNBVGY3TQOJQ"))
  }

  @Test("Without privilege nothing is asked", arguments: [
    ["enroll", "nobody"], ["verify", "nobody"], ["list"], ["status", "nobody"], ["qr", "nobody"],
    ["remove", "nobody"], ["rename", "nobody", "a", "b"], ["recovery-codes", "nobody"], ["unlock", "nobody"],
    ["resync", "nobody", "phone", "1", "2"], ["bypass", "nobody", "--for", "1h", "--reason", "x"],
    ["temporary-code", "nobody"], ["disable-device", "nobody"], ["enable-device", "nobody"], ["reset", "nobody", "--reason", "x"],
    ["forget", "nobody"],
  ])
  func privilege(arguments: [String]) throws {
    let store = try StoreRoot()
    try TemporaryDirectory.with { folder in
      let line = """
        chmod 755 '\(folder.path)' && install -m 755 "$COUNTERSIGN" '\(folder.path)/countersign' &&
        exec setpriv --reuid=65534 --regid=65534 --clear-groups '\(folder.path)/countersign' \
        \(arguments.joined(separator: " ")) --root "$ROOT"
        """
      let result = try store.shell(line)
      Complaints.expectPair(result, status: 1, "this needs root", "run it with sudo")
      #expect(result.output.isEmpty)
    }
  }

  @Test("No word of a command line sends the terminal an escape sequence", arguments: [
    ["\u{1B}]0;x\u{7}"], ["list", "--\u{9B}31m"], ["enroll", "nobody", "--type", "\u{1B}c"],
    ["enroll", "nobody", "--digits", "x\nUsage: \u{1B}c"],
  ])
  func controlCharacters(arguments: [String]) throws {
    let result = try CountersignCommandLine.run(arguments)
    #expect(result.status == 2)
    let isSafe = result.errorText.unicodeScalars.allSatisfy { $0 == "\n" || $0.properties.generalCategory != .control }
    #expect(isSafe, "\(result.errorText.debugDescription)")
  }

  @Test("A root directory that is not there is named")
  func missingRoot() throws {
    let result = try CountersignCommandLine.run(["list", "--root", "/nonexistent/countersign"])
    Complaints.expectPair(result, status: 1, "/nonexistent/countersign is missing", "etc/countersign")
  }

  @Test("A root directory without a store is told from one that is missing")
  func emptyRoot() throws {
    try TemporaryDirectory.with { folder in
      let result = try CountersignCommandLine.run(["list", "--root", folder.path])
      Complaints.expectPair(result, status: 1, "\(folder.path)/etc/countersign is missing", "install.sh")
    }
  }

  @Test("A store that has lost its users is to be restored, and not only to be made anew")
  func lostUsers() throws {
    let store = try StoreRoot()
    let lost = store.directory.appendingPathComponent("var/lib/countersign/users")
    try FileManager.default.removeItem(at: lost)
    Complaints.expectPair(
      try store.run("list"), status: 1, "\(lost.path) is missing",
      "mount or restore it; install.sh makes an empty store, in which nobody is enrolled")
  }
}
