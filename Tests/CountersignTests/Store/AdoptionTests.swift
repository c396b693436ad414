import OATH
import Testing

@testable import Countersign

@Suite struct AdoptionTests {
  let store: TemporaryStore
  let alice: UserName

  init() throws {
    store = try TemporaryStore()
    alice = try TestRecord.user("alice")
  }

  private func device(
    _ kind: DeviceKind = TestRecord.totp(), name: String = "phone", secret: UInt8 = 1, next: UInt64 = 7, drift: Int32 = 0
  ) throws -> ForeignDevice {
    let bytes = [UInt8](repeating: secret, count: 20)
    let new = UserStore.NewDevice(
      kind: kind, name: try TestRecord.name(name), created: TestRecord.created, nextMovingFactor: next, drift: drift)
    return ForeignDevice(new, secret: SharedSecret(try SecretBytes(copying: bytes.span)))
  }

  private func codes(_ count: Int) throws -> [RecoveryCodeSet.HashedCode] {
    try (0..<count).map { number in
      let code = Bytes.of("1234567\(number)")
      return try RecoveryCodeSet.HashedCode(hashing: code.span)
    }
  }

  @Test("Several devices come with where they stand, and with recovery codes of their own form")
  func together() throws {
    let adoption = Adoption(
      devices: [try device(drift: -3), try device(TestRecord.hotp(), name: "token", secret: 2, next: 9)],
      codes: try codes(3))
    let outcome = try store.open().adopt(adoption, for: alice, uid: 1_000)
    #expect(outcome.devices.count == 2 && outcome.hasTakenCodes)
    let record = try #require(try store.open().record(of: alice))
    #expect(record.devices.map(\.name.bytes) == [Bytes.of("phone"), Bytes.of("token")])
    #expect(record.recovery?.form == .digits && record.recovery?.count == 3)
    let state = try store.open().state(of: alice)
    #expect(state.devices.map(\.nextMovingFactor) == [7, 9] && state.devices.map(\.drift) == [-3, 0])
    #expect(state.devices.map(\.referenceDrift) == [-3, 0])
  }

  @Test("A secret that is there is not stored again; an event-based device catches up and never falls back")
  func again() throws {
    let token = Adoption(devices: [try device(TestRecord.hotp(), next: 9)], codes: try codes(1))
    #expect(try store.open().adopt(token, for: alice, uid: 1_000).hasTakenCodes)
    let before = try store.files()
    for next in [9, 3] as [UInt64] {
      let same = Adoption(devices: [try device(TestRecord.hotp(), name: "other", next: next)], codes: try codes(2))
      let outcome = try store.open().adopt(same, for: alice, uid: 1_000)
      guard case .alreadyThere(_, passedOver: 0) = outcome.devices.first else {
        Issue.record("\(outcome)")
        return
      }
      #expect(!outcome.hasTakenCodes)
      #expect(try store.holds(before))
    }
    let later = Adoption(devices: [try device(TestRecord.hotp(), next: 12)])
    let outcome = try store.open().adopt(later, for: alice, uid: 1_000)
    guard case .alreadyThere(_, passedOver: 3) = outcome.devices.first else {
      Issue.record("\(outcome)")
      return
    }
    #expect(try store.open().state(of: alice).devices.map(\.nextMovingFactor) == [12])
    let timed = Adoption(devices: [try device(TestRecord.totp(), next: 99)])
    _ = try store.open().adopt(timed, for: alice, uid: 1_000)
    #expect(try store.open().state(of: alice).devices.map(\.nextMovingFactor) == [12])
  }

  @Test("Names that are taken get numbers, cut to what a name may have")
  func names() throws {
    let long = String(repeating: "x", count: 64)
    for name in ["phone", "phone", "phone", long, long, String(repeating: "ä", count: 32), String(repeating: "ä", count: 32)] {
      let secret = UInt8(try store.open().record(of: alice)?.devices.count ?? 0)
      _ = try store.open().adopt(
        Adoption(devices: [try device(name: name, secret: secret)]), for: alice, uid: 1_000)
    }
    let names = try #require(try store.open().record(of: alice)).devices.map { Bytes.text($0.name.bytes) }
    #expect(names[0...2] == ["phone", "phone-2", "phone-3"])
    #expect(names[4] == String(repeating: "x", count: 62) + "-2" && names[6] == String(repeating: "ä", count: 31) + "-2")
  }

  @Test("All or nothing: of too many devices none is stored")
  func tooMany() throws {
    let devices = try (0..<21).map { try device(secret: UInt8($0)) }
    let opened = try store.open()
    #expect(throws: AdministrationFailure.tooManyDevices) {
      try opened.adopt(Adoption(devices: devices), for: alice, uid: 1_000)
    }
    #expect(try store.files().isEmpty)
    #expect(throws: AdministrationFailure.tooManyDevices) {
      try opened.rehearse(Adoption(devices: devices), for: alice, uid: 1_000)
    }
  }

  @Test("Another account of the name gets nothing")
  func otherAccount() throws {
    let opened = try store.open()
    try opened.enroll(alice)
    let before = try store.files()
    #expect(throws: AdministrationFailure.store(.otherAccount(uid: 1_001))) {
      try opened.adopt(Adoption(devices: [try device()]), for: alice, uid: 1_001)
    }
    #expect(try store.holds(before))
  }

  @Test("A rehearsal says the same and writes nothing, for a new user and for one who is enrolled")
  func rehearsal() throws {
    let adoption = Adoption(devices: [try device(), try device(secret: 2), try device(secret: 1)], codes: try codes(10))
    let opened = try store.open()
    let told = try opened.rehearse(adoption, for: alice, uid: 1_000)
    #expect(try store.files().isEmpty && told.hasTakenCodes)
    let done = try opened.adopt(adoption, for: alice, uid: 1_000)
    #expect(told.devices.map(Self.word) == done.devices.map(Self.word) && done.devices.map(Self.word) == ["+", "+", "="])
    let before = try store.files()
    #expect(try opened.rehearse(adoption, for: alice, uid: 1_000).devices.map(Self.word) == ["=", "=", "="])
    #expect(try store.holds(before))
  }

  private static func word(_ fate: Adoption.Fate) -> String {
    switch fate {
    case .added: "+"
    case .alreadyThere: "="
    }
  }
}
