import Countersign
import OATH
import Testing

@testable import ForeignFormats

/// Export, import, and export again: nothing changes. Random devices, the same in every run.
@Suite struct RoundTripTests {
  static func container(
    _ devices: [ExportedDevice], passphrase: String, _ source: inout SeededSource
  ) throws -> [UInt8] {
    var generator = SeededSource(seed: source.next())
    let bytes = Array(passphrase.utf8)
    let writer = try PSKCWriter(passphrase: bytes.span, iterations: 10) { room in
      for index in room.indices { room[index] = UInt8.random(in: 0...255, using: &generator) }
    }
    return try writer.text(devices)
  }

  /// The device as it would be stored and leave the store again.
  private func exported(_ token: ImportedToken) throws -> ExportedDevice {
    ExportedDevice(
      user: try #require(UserName(token.owner ?? [])), name: try #require(DeviceName(token.label ?? [])),
      kind: token.kind, secret: token.secret, nextMovingFactor: token.nextMovingFactor, drift: token.drift,
      expires: token.expires)
  }

  private func lines(_ devices: [ExportedDevice]) throws -> [UInt8] {
    let text = try DeviceLinesWriter.text(devices)
    return Array(copying: text.bytes)
  }

  @Test("JSON keeps everything", arguments: 0..<UInt64(50))
  func json(seed: UInt64) throws {
    var source = SeededSource(seed: seed)
    let devices = try (0..<10).map { _ in try source.device() } + [source.key(), source.key(), source.token(), source.sent()]
    let text = try lines(devices)
    #expect(ImportFormat.detect(text.span) == .json)
    let file = ImportFormat.json.read(text.span, ImportContext(file: [], now: Reading.now))
    #expect(file.findings.isEmpty && file.tokens.count == devices.count, "\(file.findings)")
    for (device, token) in zip(devices, file.tokens) {
      #expect(token.kind == device.kind && token.owner == device.user.bytes && token.label == device.name.bytes)
      #expect(token.nextMovingFactor == device.nextMovingFactor && token.drift == device.drift)
      #expect(token.expires == device.expires && token.hexadecimal == device.secret.hexadecimal)
    }
    #expect(try lines(file.tokens.map(exported)) == text)
  }

  @Test("A key container keeps all but windows and the last time step", arguments: 0..<UInt64(50))
  func pskc(seed: UInt64) throws {
    var source = SeededSource(seed: seed)
    let devices = try (0..<5).map { _ in try source.device() }
    let text = try RoundTripTests.container(devices, passphrase: "a passphrase", &source)
    #expect(ImportFormat.detect(text.span) == .pskc)
    #expect(ImportFormat.pskc.need(of: text.span) == .passphrase(name: Array("passphrase of the export".utf8)))
    let passphrase = Array("a passphrase".utf8)
    let key = ImportKey.passphrase(SharedSecret(try SecretBytes(copying: passphrase.span)))
    let file = ImportFormat.pskc.read(text.span, ImportContext(file: [], now: Reading.now, key: key))
    #expect(file.findings.isEmpty && file.tokens.count == devices.count, "\(file.findings)")
    for (device, token) in zip(devices, file.tokens) {
      #expect(token.kind.withoutWindow == device.kind.withoutWindow && token.remarks.isEmpty)
      #expect(token.owner == device.user.bytes && token.label == device.name.bytes)
      #expect(token.drift == device.drift && token.expires == device.expires)
      #expect(token.hexadecimal == device.secret.hexadecimal)
      if case .hotp = device.kind { #expect(token.nextMovingFactor == device.nextMovingFactor) }
    }
  }

  @Test("Not one bit of an encrypted container can be altered without notice")
  func altered() throws {
    var source = SeededSource(seed: 1)
    let devices = [try source.device()]
    let text = try RoundTripTests.container(devices, passphrase: "a passphrase", &source)
    let passphrase = Array("a passphrase".utf8)
    let key = ImportKey.passphrase(SharedSecret(try SecretBytes(copying: passphrase.span)))
    let marks = [Array("<xenc:CipherValue>".utf8), Array("<pskc:ValueMAC>".utf8), Array("<Specified>".utf8)]
    for place in text.indices.dropLast(60) where marks.contains(where: { text[..<place].suffix($0.count) == $0[...] }) {
      for offset in [0, 5, 20] where text[place + offset] != UInt8(ascii: "=") {
        var altered = text
        altered[place + offset] = altered[place + offset] == UInt8(ascii: "A") ? UInt8(ascii: "B") : UInt8(ascii: "A")
        let file = ImportFormat.pskc.read(altered.span, ImportContext(file: [], now: Reading.now, key: key))
        #expect(file.tokens.isEmpty && !file.findings.isEmpty)
      }
    }
  }

  @Test("A key container takes no device for Yubico OTPs")
  func kinds() throws {
    var source = SeededSource(seed: 3)
    let key = try source.key()
    #expect(throws: ExportFailure.unwritableKind) {
      try RoundTripTests.container([key], passphrase: "a passphrase", &source)
    }
  }

  @Test("A name that XML cannot have, or that is no UTF-8, is not written")
  func names() throws {
    var source = SeededSource(seed: 2)
    let device = try source.device()
    for name: [UInt8] in [[0x01], [0xFF], [0xEF, 0xBF, 0xBE]] {
      let user = try #require(UserName(name))
      let named = ExportedDevice(
        user: user, name: device.name, kind: device.kind, secret: device.secret, nextMovingFactor: 0)
      #expect(throws: ExportFailure.unwritableName) {
        try RoundTripTests.container([named], passphrase: "a passphrase", &source)
      }
    }
  }
}

extension DeviceKind {
  fileprivate var withoutWindow: DeviceKind? {
    switch self {
    case .totp(let parameters):
      TOTPParameters(algorithm: parameters.algorithm, digits: parameters.digits, period: parameters.period)
        .map { .totp($0) }
    case .hotp(let parameters):
      HOTPParameters(algorithm: parameters.algorithm, digits: parameters.digits).map { .hotp($0) }
    case .yubicoOTP, .ocra, .sent, .fido2, .agent: self
    }
  }
}

extension Array<UInt8> {
  /// For texts of tests only; secrets elsewhere are never copied.
  fileprivate init(copying span: Span<UInt8>) { self = span.indices.map { span[$0] } }
}
