import Foundation
import Testing

/// The keys and the assumptions that `import` is given beside a file.
@Suite struct ImportKeyTests {
  private static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("ForeignFormatsTests/Samples")
  /// Of RFC 6030 figure 6.
  private static let key = "12345678901234567890123456789012"
  let store: StoreRoot

  init() throws { store = try StoreRoot() }

  private func sample(_ name: String) -> String { Self.samples.appendingPathComponent(name).path }

  private func keyFile(_ content: Data) throws -> String {
    let file = store.directory.appendingPathComponent("key-\(UUID().uuidString)")
    try content.write(to: file)
    return file.path
  }

  private func take(_ arguments: String..., input: String = "") throws -> Command.Result {
    try store.run(["import"] + arguments + ["--user", "nobody", "--dry-run"], input: input)
  }

  @Test("A pre-shared key comes from a file, in digits or in bytes")
  func keys() throws {
    let bytes = Data([0x12, 0x34, 0x56, 0x78, 0x90, 0x12, 0x34, 0x56, 0x78, 0x90, 0x12, 0x34, 0x56, 0x78, 0x90, 0x12])
    for content in [Data(Self.key.utf8), Data((Self.key + "\r\n").utf8), bytes] {
      let result = try take("pskc", sample("pskc/good-rfc6030-figure-6"), "--key-file", try keyFile(content))
      #expect(result.status == 0, "\(result.outputText)\(result.errorText)")
      #expect(result.outputText.contains("event-based, sha1, 8 digits, next counter 0, made by Manufacturer"))
    }
    for content in [Data(), Data("123".utf8), Data(Self.key.dropLast().utf8), Data((Self.key + "zz").utf8)] {
      Complaints.expectPair(
        try take("pskc", sample("pskc/good-rfc6030-figure-6"), "--key-file", try keyFile(content)), status: 1,
        "holds no key of AES", "16, 24 or 32 bytes")
    }
  }

  @Test("A passphrase comes from standard input; without one the key is refused")
  func passphrases() throws {
    let file = sample("pskc/odd-rfc6030-figure-7")
    #expect(try take("auto", file, "--passphrase-stdin", input: "qwerty\n").status == 0)
    let without = try take("auto", file)
    #expect(without.status == 1 && without.outputText.contains("encrypted with a passphrase named My Password 1"))
    let wrong = try take("auto", file, "--passphrase-stdin", input: "qwertz\n")
    #expect(wrong.status == 1 && wrong.outputText.contains("the key or passphrase is another one"))
    #expect(!wrong.outputText.contains("qwert"))
    #expect(try take("auto", "-", "--passphrase-stdin", input: "qwerty\n").status == 2)
  }

  @Test("What a list does not say can be said beside it")
  func assumptions() throws {
    let row = "1001,3132333435363738393031323334353637383930\n"
    let plain = try take("pingid", "-", input: row)
    #expect(plain.outputText.contains("event-based, sha1, 6 digits"))
    let told = try take(
      "pingid", "-", "--type", "totp", "--algorithm", "sha256", "--digits", "8", "--period", "60", input: row)
    #expect(told.outputText.contains("time-based, sha256, 8 digits, every 60 s"), "\(told.outputText)")
    for options in [["--type", "x"], ["--algorithm", "md5"], ["--digits", "9"], ["--period", "1"]] {
      #expect(try store.run(["import", "pingid", "-"] + options, input: row).status == 2)
    }
  }
}
