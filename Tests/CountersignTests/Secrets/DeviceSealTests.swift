import OATH
import Testing

@testable import Countersign

/// A device's secret is of no use anywhere but in its place.
@Suite struct DeviceSealTests {
  let secret = Bytes.of("12345678901234567890")

  /// A change of one thing that the secret is tied to.
  struct Move: CustomTestStringConvertible, Sendable {
    let testDescription: String
    var user = "alice"
    var id: UInt32 = 1
    var kind = TestRecord.totp()
    var created: UInt64 = 1_795_503_004
  }

  @Test("Opens where it was sealed, whatever the device is called")
  func own() throws {
    let device = try sealed()
    var renamed = device
    renamed.name = try #require(DeviceName(Bytes.of("other")))
    #expect(try open(device, Move(testDescription: "")) == secret)
    #expect(try open(renamed, Move(testDescription: "")) == secret)
  }

  @Test(
    "Opens nowhere else",
    arguments: [
      Move(testDescription: "other user", user: "bob"),
      Move(testDescription: "longer user", user: "alicea"),
      Move(testDescription: "capital user", user: "Alice"),
      Move(testDescription: "other device", id: 2),
      Move(testDescription: "longer device number", id: 11),
      Move(testDescription: "other creation", created: 1_795_503_005),
      Move(testDescription: "other algorithm", kind: TestRecord.totp(.sha256)),
      Move(testDescription: "other digits", kind: TestRecord.totp(digits: .seven)),
      Move(testDescription: "other period", kind: TestRecord.totp(period: 60)),
      Move(testDescription: "wider window", kind: TestRecord.totp(window: 10)),
      Move(testDescription: "other kind", kind: TestRecord.hotp()),
    ])
  func elsewhere(move: Move) throws {
    let device = try sealed()
    #expect(throws: SealFailure.notAuthentic) { try open(device, move) }
  }

  private func sealed() throws -> Device {
    let key = try TestKey.make()
    var record = UserRecord(user: try TestRecord.user("alice"), uid: 1_000)
    return try #require(
      try record.add(
        TestRecord.totp(), name: TestRecord.name("Phone"), created: 1_795_503_004, secret: secret.span, key: key))
  }

  private func open(_ device: Device, _ move: Move) throws -> [UInt8] {
    let key = try TestKey.make()
    let moved = Device(id: move.id, kind: move.kind, created: move.created, name: device.name, secret: device.secret)
    let opened = try moved.openSecret(of: try TestRecord.user(move.user), key: key)
    return Bytes.copy(opened.bytes)
  }
}
