import Countersign
import Foundation
import OATH
import Testing

@testable import ForeignFormats

/// Key containers between us and python3-pskc, in both directions; pskctool for what is not encrypted.
@Suite struct PSKCOracleTests {
  private static let secret = "3132333435363738393031323334353637383930313233343536373839303132"
  private static let key = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f"

  struct Case: Sendable, CustomTestStringConvertible {
    let cipher: String
    let mac: String
    var passphrase: String?
    var prf = "-"
    var testDescription: String { "\(cipher) \(mac) \(passphrase ?? "") \(prf)" }
  }

  private static let cases: [Case] = [
    Case(cipher: "plain", mac: "-"), Case(cipher: "aes128-cbc", mac: "hmac-sha1"),
    Case(cipher: "aes192-cbc", mac: "hmac-sha256"), Case(cipher: "aes256-cbc", mac: "hmac-sha512"),
    Case(cipher: "kw-aes128", mac: "-"), Case(cipher: "kw-aes192", mac: "-"), Case(cipher: "kw-aes256", mac: "-"),
    Case(cipher: "aes128-cbc", mac: "hmac-sha1", passphrase: "Pässwörter 123"),
    Case(cipher: "aes256-cbc", mac: "hmac-sha256", passphrase: "x", prf: "hmac-sha256"),
    Case(cipher: "aes192-cbc", mac: "hmac-sha512", passphrase: String(repeating: "long ", count: 40), prf: "hmac-sha512"),
  ]

  @Test("What python3-pskc writes is read", arguments: cases)
  func reads(_ what: Case) throws {
    let length = ["128": 32, "192": 48, "256": 64].first { what.cipher.contains($0.key) }?.value ?? 32
    let key = String(Self.key.prefix(length))
    let settings: [String: Any] = [
      "secret": Self.secret, "counter": 1_234_567, "key": key, "passphrase": what.passphrase ?? "",
    ]
    let text = try Oracle.pskc(
      ["write", what.cipher, what.mac, "1500", what.prf], input: Array(JSONSerialization.data(withJSONObject: settings)))
    let digits = Array(key.utf8)
    var given = ImportKey.preShared(try ForeignSecret.hexadecimal(digits.span))
    if let passphrase = what.passphrase {
      let bytes = Array(passphrase.utf8)
      given = .passphrase(SharedSecret(try SecretBytes(copying: bytes.span)))
    }
    let file = ImportFormat.pskc.read(text.span, ImportContext(file: [], now: Reading.now, key: given))
    #expect(file.findings.isEmpty, "\(file.findings)")
    try #require(file.tokens.count == 2)
    let (hotp, totp) = (file.tokens[0], file.tokens[1])
    #expect(try hotp.kind == .hotp(#require(HOTPParameters(algorithm: .sha256, digits: .eight))))
    let period = try #require(TimeStepPeriod(seconds: 60))
    #expect(try totp.kind == .totp(#require(TOTPParameters(algorithm: .sha256, digits: .eight, period: period))))
    #expect(hotp.nextMovingFactor == 1_234_567 && totp.drift == 3)
    for token in file.tokens {
      #expect(token.hexadecimal == Self.secret && token.remarks.isEmpty)
      #expect(token.owner == Array("alice".utf8) && token.label == Array("Schlüssel <&>".utf8))
    }
  }

  @Test("What is written is read by python3-pskc, MAC and all")
  func writes() throws {
    var source = SeededSource(seed: 6_030)
    let devices = try (0..<20).map { _ in try source.device() }
    let text = try RoundTripTests.container(devices, passphrase: "correct horse battery", &source)
    let lines = String(decoding: try Oracle.pskc(["read", "correct horse battery"], input: text), as: UTF8.self)
      .split(separator: "\n")
    #expect(lines.count == devices.count)
    for (device, line) in zip(devices, lines) {
      let facts = try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      #expect(facts["secret"] as? String == device.secret.hexadecimal)
      #expect(facts["digits"] as? Int == device.kind.digits?.count && facts["encoding"] as? String == "DECIMAL")
      #expect(facts["suite"] as? String == "HMAC-" + (device.kind.algorithm.map { "\($0.name)" } ?? "").uppercased())
      #expect(facts["name"] as? String == String(decoding: device.name.bytes, as: UTF8.self))
      #expect((facts["expires"] as? Int).map { UInt64($0) } == device.expires && facts["usage"] as? [String] == ["OTP"])
      switch device.kind {
      case .totp(let parameters):
        #expect(facts["interval"] as? Int == Int(parameters.period.seconds) && facts["counter"] is NSNull)
        #expect((facts["drift"] as? Int ?? 0) == Int(device.drift))
      case .yubicoOTP, .ocra, .sent, .fido2, .agent: Issue.record("no kind of a key container")
      case .hotp: #expect((facts["counter"] as? NSNumber)?.uint64Value == device.nextMovingFactor)
      }
    }
    #expect(throws: Oracle.Failure.self) { try Oracle.pskc(["read", "another"], input: text) }
  }

  @Test("pskctool finds the same secrets in the samples that are not encrypted", arguments: [
    "odd-rfc6030-figure-2", "good-rfc6030-figure-3", "good-totp", "odd-prefixes", "odd-windows",
  ])
  func pskctool(name: String) throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Samples/pskc/\(name)")
    let content = Array(try Data(contentsOf: path))
    let tokens = ImportFormat.pskc.read(content.span, ImportContext(file: [], now: Reading.now)).tokens
    let shown = String(decoding: try Oracle.run("/usr/bin/pskctool", ["--info", path.path]), as: UTF8.self)
    let secrets = shown.split(separator: "\n").compactMap { line -> String? in
      guard let range = line.range(of: "Key Secret (base64): ") else { return nil }
      return Data(base64Encoded: String(line[range.upperBound...]))?.map { String(format: "%02x", $0) }.joined()
    }
    #expect(!secrets.isEmpty && secrets == tokens.map(\.hexadecimal))
  }
}
