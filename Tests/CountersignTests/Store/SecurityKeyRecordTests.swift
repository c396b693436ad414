import Testing

@testable import Countersign

/// Security keys as records have them.
@Suite struct SecurityKeyRecordTests {
  private static let model = [UInt8](0xA0..<0xB0)

  private func roundTrip(_ kind: DeviceKind, secret: [UInt8]) throws -> String {
    let key = try TestKey.make()
    var record = try TestRecord.make([])
    let device = try record.add(kind, name: TestRecord.name("Key"), created: 7, secret: secret.span, key: key)
    let text = RecordFormat.write(record, key: key)
    #expect(Reading(text, of: record.user, key: key) == .record(record))
    return Bytes.text(RecordFormat.settings(id: try #require(device).id, kind: kind, created: 7))
  }

  @Test("Every algorithm and every demand comes back", arguments: SecurityKeyAlgorithm.allCases, 0..<8 as Range<UInt8>)
  func kinds(algorithm: SecurityKeyAlgorithm, demands: UInt8) throws {
    let parameters = try TestSecurityKey.parameters(
      algorithm, SecurityKeyDemands(rawValue: demands), model: Self.model)
    let text = try roundTrip(.fido2(parameters), secret: TestSecurityKey.credential(parameters))
    #expect(
      text == "1 fido2 created=7 key=\(algorithm.name) relying-party=pam%3A%2F%2Fhost demands=\(demands) "
        + "model=A0A1A2A3A4A5A6A7A8A9AAABACADAEAF")
  }

  @Test("A key in an agent comes back")
  func agents() throws {
    let parameters = try TestSecurityKey.parameters(.eddsa, for: "ssh:")
    let text = try roundTrip(.agent(parameters), secret: TestSecurityKey.credential(parameters, id: []))
    #expect(text == "1 agent created=7 key=eddsa relying-party=ssh%3A demands=1 model=-")
  }

  @Test("Nothing else is read", arguments: [
    "fido2 created=7 key=es512 relying-party=pam%3A%2F%2Fhost demands=1 model=-",
    "fido2 created=7 key=ES256 relying-party=pam%3A%2F%2Fhost demands=1 model=-",
    "fido2 created=7 key=es256 relying-party= demands=1 model=-",
    "fido2 created=7 key=es256 relying-party=a%20b demands=1 model=-",
    "fido2 created=7 key=es256 relying-party=%FF demands=1 model=-",
    "fido2 created=7 key=es256 relying-party=host demands=8 model=-",
    "fido2 created=7 key=es256 relying-party=host demands=01 model=-",
    "fido2 created=7 key=es256 relying-party=host demands=1 model=",
    "fido2 created=7 key=es256 relying-party=host demands=1 model=A0",
    "fido2 created=7 key=es256 relying-party=host demands=1",
    "fido2 created=7 relying-party=host key=es256 demands=1 model=-",
    "agent created=7 key=rs256 relying-party=ssh%3A demands=1 model=-",
    "agent created=7 key=eddsa relying-party=ssh%3A demands=0 model=-",
    "agent created=7 key=eddsa relying-party=ssh%3A demands=5 model=-",
    "agent created=7 key=eddsa relying-party=ssh%3A demands=1 model=A0A1A2A3A4A5A6A7A8A9AAABACADAEAF",
  ])
  func others(settings: String) throws {
    let line = Bytes.of("device 1 \(settings) name=Key secret=01234567:000000000000000000000000:"
      + String(repeating: "0", count: 2 * (16 + 98)))
    var reader = RecordReader(lines: [line[...]])
    #expect(throws: RecordFlaw.badLine(1)) { try reader.device() }
  }

  @Test("What the reading of bad lines rests on: this one is good")
  func good() throws {
    let line = Bytes.of("device 1 fido2 created=7 key=es256 relying-party=host demands=1 model=- name=Key "
      + "secret=01234567:000000000000000000000000:" + String(repeating: "0", count: 2 * (16 + 98)))
    var reader = RecordReader(lines: [line[...]])
    #expect(try reader.device().kind == .fido2(TestSecurityKey.parameters(for: "host")))
  }

  @Test("A credential comes back, and nothing cut or lengthened does", arguments: SecurityKeyAlgorithm.allCases)
  func credentials(algorithm: SecurityKeyAlgorithm) throws {
    for length in [0, 1, 255, 256, SecurityKeyCredential.longestID] {
      let id = [UInt8](repeating: 3, count: length)
      let key = [UInt8](repeating: 4, count: algorithm.publicKeyLength)
      let credential = try #require(SecurityKeyCredential(id: id, publicKey: key))
      let bytes = credential.bytes
      #expect(read(bytes, algorithm) == credential)
      #expect(read(bytes + [0], algorithm) == nil)
      #expect(read(Array(bytes.dropLast()), algorithm) == nil)
    }
    #expect(read([], algorithm) == nil)
    #expect(read([0xFF, 0xFF], algorithm) == nil)
    let long = [UInt8](repeating: 0, count: SecurityKeyCredential.longestID + 1)
    #expect(SecurityKeyCredential(id: long, publicKey: []) == nil)
  }

  private func read(_ bytes: [UInt8], _ algorithm: SecurityKeyAlgorithm) -> SecurityKeyCredential? {
    SecurityKeyCredential(bytes.span, algorithm)
  }

  @Test("The longest credential can be sealed, and a record takes no other lengths")
  func lengths() throws {
    let parameters = try TestSecurityKey.parameters(.rs256)
    let longest = [UInt8](repeating: 1, count: SecurityKeyCredential.longestID)
    let bytes = try TestSecurityKey.credential(parameters, id: longest)
    #expect(bytes.count == SealedSecret.longest)
    _ = try roundTrip(.fido2(parameters), secret: bytes)
    #expect(!DeviceKind.fido2(parameters).secretLengths.contains(bytes.count + 1))
    #expect(!DeviceKind.fido2(parameters).secretLengths.contains(2 + 259))
    let resident = try TestSecurityKey.parameters(.rs256, [.touch, .resident])
    #expect(DeviceKind.fido2(resident).secretLengths.contains(2 + 259))
    #expect(DeviceKind.agent(try TestSecurityKey.parameters(.eddsa)).secretLengths == 34...34)
  }
}
