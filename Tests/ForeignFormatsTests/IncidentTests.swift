import Foundation
import OATH
import Testing

@testable import ForeignFormats

/// What went wrong in the importers of others; the table is in `Tests/PAMTests/README.md`.
@Suite struct IncidentTests {
  private static let samples = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("Samples")

  /// A container with an element in place of its secret; what stands before its root element is given.
  private static func container(of format: ImportFormat, secret: String, prologue: String) -> String {
    let header = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\(prologue)\n"
    guard format == .pskc else {
      return header + """
        <Tokens><Token serial="987654321"><Applications><Application><Seed>\(secret)</Seed>\
        <MovingFactor>0</MovingFactor></Application></Applications></Token></Tokens>
        """
    }
    return header + """
      <KeyContainer Version="1.0" xmlns="urn:ietf:params:xml:ns:keyprov:pskc"><KeyPackage>\
      <DeviceInfo><SerialNo>987654321</SerialNo></DeviceInfo>\
      <Key Id="1" Algorithm="urn:ietf:params:xml:ns:keyprov:pskc:hotp"><AlgorithmParameters>\
      <ResponseFormat Length="6" Encoding="DECIMAL"/></AlgorithmParameters><Data>\
      <Secret><PlainValue>\(secret)</PlainValue></Secret><Counter><PlainValue>0</PlainValue></Counter>\
      </Data></Key></KeyPackage></KeyContainer>
      """
  }

  @Test("FreeIPA 10025: a file that an entity names is not read", arguments: [ImportFormat.pskc, .safenet])
  func freeipa_10025_noEntityIsFollowed(format: ImportFormat) throws {
    let target = FileManager.default.temporaryDirectory.appendingPathComponent("entity-\(UUID().uuidString)")
    // The key of RFC 4226, so that it would do as a secret.
    let key = format == .pskc ? "MTIzNDU2Nzg5MDEyMzQ1Njc4OTA=" : "3132333435363738393031323334353637383930"
    try Data(key.utf8).write(to: target)
    defer { try? FileManager.default.removeItem(at: target) }

    let harmless = Reading.read(format, Self.container(of: format, secret: key, prologue: ""))
    #expect(harmless.tokens.count == 1, "\(harmless.findings)")

    for entity in ["<!ENTITY it SYSTEM \"file://\(target.path)\">", "<!ENTITY it \"\(key)\">"] {
      let prologue = "<!DOCTYPE it [\(entity)]>"
      let file = Reading.read(format, Self.container(of: format, secret: "&it;", prologue: prologue))
      #expect(file.tokens.isEmpty)
      #expect(file.findings.contains { "\($0.outcome)".contains("document type declaration") }, "\(file.findings)")
      #expect(!"\(file.findings)".contains(key))
    }
  }

  @Test("FreeIPA 10031: a value without the MAC that its container promises is refused", arguments: ["all", "secret"])
  func freeipa_10031_noValueGoesWithoutItsMAC(which: String) throws {
    let sample = Self.samples.appendingPathComponent("pskc/good-aes128-sha1")
    let text = try String(contentsOf: sample, encoding: .utf8)
    #expect(try read(text).tokens.count == 1)

    let secret = try #require(text.firstRange(of: /<ValueMAC>[^<]*<\/ValueMAC>/))
    var stripped = text
    stripped.removeSubrange(secret)
    if which == "all" { stripped = text.replacing(/<ValueMAC>[^<]*<\/ValueMAC>/, with: "") }
    let file = try read(stripped)
    #expect(file.tokens.isEmpty)
    #expect(file.findings.contains { "\($0.outcome)".contains("no ValueMAC") }, "\(file.findings)")
  }

  private func read(_ text: String) throws -> ImportedFile {
    let path = Self.samples.appendingPathComponent("pskc/good-aes128-sha1.key")
    let digits = Array(try String(contentsOf: path, encoding: .utf8).trimmingCharacters(in: .whitespacesAndNewlines).utf8)
    let context = ImportContext(
      file: Array("file".utf8), now: Reading.now, key: .preShared(try ForeignSecret.hexadecimal(digits.span)),
      defaults: Reading.defaults)
    let bytes = Array(text.utf8)
    return ImportFormat.pskc.read(bytes.span, context)
  }
}
