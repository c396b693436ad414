import Countersign
import Foundation
import OATH
import Testing

@testable import ForeignFormats

/// Sample files of every format, in folders of its name, each with what is read from it beside it: `NAME.expected`. Where
/// it is encrypted, `NAME.key` has a pre-shared key in hexadecimal or `NAME.passphrase` a passphrase. Their secrets are
/// those of RFC 4226, of RFC 6030 and of google-authenticator's own tests.
///
/// To record anew: `COUNTERSIGN_RECORD=1 swift test --filter SampleTests`.
@Suite struct SampleTests {
  private static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Samples")

  static let samples: [String] = {
    let names = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
    return names.filter { $0.contains("/") && !$0.contains(".") }.sorted()
  }()

  @Test("There is a good, an odd and a broken sample of each format")
  func complete() {
    for format in ImportFormat.allCases {
      for quality in ["good", "odd", "broken"] {
        #expect(Self.samples.contains { $0.hasPrefix("\(format.name)/\(quality)") }, "\(format.name) \(quality)")
      }
    }
  }

  @Test("A sample gives what stands beside it", arguments: samples)
  func sample(name: String) throws {
    let format = try #require(ImportFormat(name: name.split(separator: "/").first.map(String.init) ?? ""))
    let bytes = Array(try Data(contentsOf: Self.folder.appendingPathComponent(name)))
    let context = ImportContext(
      file: Array("file".utf8), now: Reading.now, key: try Self.key(name), defaults: Reading.defaults)
    let file = format.read(bytes.span, context)
    let said = file.findings.map { "\($0)" } + file.tokens.flatMap(\.remarks)
    for beginning in ["31323334", "GEZDGNBV", "MTIzNDU2", "12345678901234", "00010203"] {
      #expect(!said.contains { $0.contains(beginning) })
    }
    let read = Self.text(file)
    let expected = Self.folder.appendingPathComponent("\(name).expected")
    if ProcessInfo.processInfo.environment["COUNTERSIGN_RECORD"] != nil { try Data(read.utf8).write(to: expected) }
    #expect(try read == String(contentsOf: expected, encoding: .utf8))
  }

  @Test("A good sample is recognised as what it is", arguments: samples.filter { $0.contains("/good") })
  func detection(name: String) throws {
    let bytes = Array(try Data(contentsOf: Self.folder.appendingPathComponent(name)))
    let format = name.split(separator: "/").first.map(String.init)
    // Nothing tells these from other lists of the same columns.
    let isLikeOthers = format == "netiq" || format == "pingid"
    #expect(ImportFormat.detect(bytes.span)?.name == (isLikeOthers ? "oath-csv" : format))
  }

  private static func key(_ name: String) throws -> ImportKey {
    let path = folder.appendingPathComponent(name).path
    if let text = try? String(contentsOfFile: path + ".key", encoding: .utf8) {
      let digits = Array(text.trimmingCharacters(in: .whitespacesAndNewlines).utf8)
      return .preShared(try ForeignSecret.hexadecimal(digits.span))
    }
    guard let text = FileManager.default.contents(atPath: path + ".passphrase") else { return .none }
    let bytes = Array(text)
    return .passphrase(SharedSecret(try SecretBytes(copying: bytes.span)))
  }

  /// Key containers are many and long; two of them stand for all.
  private static let cuttable = samples.filter { !$0.hasPrefix("pskc/") || $0.contains("good-rfc6030") }

  @Test("A sample cut anywhere is read without a crash, and gives no secret that is not in it", arguments: cuttable)
  func cut(name: String) throws {
    let bytes = Array(try Data(contentsOf: Self.folder.appendingPathComponent(name)))
    for length in stride(from: 0, to: bytes.count, by: max(7, bytes.count / 40)) {
      let start = Array(bytes.prefix(length))
      for format in ImportFormat.allCases {
        let file = format.read(start.span, ImportContext(file: [], now: Reading.now))
        #expect(!file.tokens.isEmpty || !file.findings.isEmpty)
        #expect(file.findings.allSatisfy { !"\($0)".contains("31323334") && !"\($0)".contains("GEZDGNBV") })
      }
    }
  }

  private static func text(_ file: ImportedFile) -> String {
    var lines: [String] = []
    for token in file.tokens {
      lines.append("\(token.place.line): token of \(text(token.owner)), \(text(token.kind))")
      lines.append("  next \(token.nextMovingFactor), drift \(token.drift), \(token.scratchCodes.count) codes")
      lines.append("  secret \(token.hexadecimal)")
      if let serial = token.serial { lines.append("  serial \(text(serial))") }
      if let manufacturer = token.manufacturer { lines.append("  made by \(text(manufacturer))") }
      if let label = token.label { lines.append("  label \(text(label))") }
      if let expires = token.expires { lines.append("  expires \(expires)") }
      lines += token.remarks.map { "  \($0)" }
    }
    for finding in file.findings { lines.append("\(finding.place.line): \(finding.outcome)") }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func text(_ bytes: [UInt8]?) -> String {
    bytes.map { String(decoding: $0, as: UTF8.self) } ?? "nobody"
  }

  private static func text(_ kind: DeviceKind) -> String {
    switch kind {
    case .totp(let parameters):
      "totp \(parameters.algorithm.name) \(parameters.digits.count) digits \(parameters.period.seconds) s "
        + "window \(parameters.window)"
    case .hotp(let parameters):
      "hotp \(parameters.algorithm.name) \(parameters.digits.count) digits look-ahead \(parameters.lookAhead)"
    case .yubicoOTP(let identity): "yubico-otp \(String(decoding: identity.modHex, as: UTF8.self))"
    case .sent(let sent): "sent by \(String(decoding: sent.via.bytes, as: UTF8.self))"
    case .ocra(let suite): "ocra \(String(decoding: suite.text, as: UTF8.self))"
    case .fido2(let key), .agent(let key):
      "\(kind.name) \(key.algorithm.name) for \(String(decoding: key.relyingParty, as: UTF8.self)) "
        + "demands \(key.demands.rawValue)"
    }
  }
}
