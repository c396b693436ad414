import Foundation
import OATH
import Testing

@testable import Countersign

/// Making codes that are to be sent: what is on the disk, how often, and who gets one.
@Suite struct SendingTests {
  private static let now: UInt64 = 1_800_000_000

  private func enrol(_ store: borrowing UserStore, digits: DigitCount = .six) throws -> Device {
    let secret = TestSent.secret
    return try store.enroll(
      TestRecord.user("alice"), uid: 1_000,
      device: UserStore.NewDevice(
        kind: .sent(TestSent.parameters(digits: digits)), name: TestRecord.name("SMS"), created: 1,
        nextMovingFactor: SentCode.firstMovingFactor + 1), secret: secret.span)
  }

  private func send(_ store: borrowing UserStore, at now: UInt64, to id: UInt32 = 1) throws -> String {
    TestSent.text(
      try store.makeCode(for: id, of: TestRecord.user("alice"), throttle: .standard) { () throws(SystemFailure) in now })
  }

  private func state(_ store: borrowing UserStore) throws -> DeviceState {
    try #require(try store.state(of: TestRecord.user("alice")).device(1))
  }

  @Test("The state has it before the code is there", arguments: [DigitCount.six, .seven, .eight])
  func state(digits: DigitCount) throws {
    let store = try TemporaryStore()
    defer { store.folder.remove() }
    let opened = try store.open()
    _ = try enrol(opened, digits: digits)
    let code = try send(opened, at: Self.now)
    #expect(code.count == digits.count)
    let state = try state(opened)
    #expect(state.nextMovingFactor == SentCode.firstMovingFactor + 2)
    #expect(state.sentAt == Self.now && state.sendings == 1)
    let parameters = try TestSent.parameters(digits: digits)
    #expect(try code == TestSent.code(state.nextMovingFactor, parameters))
  }

  @Test("What comes too soon changes nothing")
  func throttle() throws {
    let store = try TemporaryStore()
    defer { store.folder.remove() }
    let opened = try store.open()
    _ = try enrol(opened)
    _ = try send(opened, at: Self.now)
    let before = try state(opened)
    #expect(throws: SendingRefusal.tooSoon(until: Self.now + 30)) { try send(opened, at: Self.now + 29) }
    #expect(try state(opened) == before)
    _ = try send(opened, at: Self.now + 30)
    #expect(throws: SendingRefusal.tooSoon(until: Self.now + 90)) { try send(opened, at: Self.now + 89) }
    #expect(try opened.unlock(.all, of: TestRecord.user("alice")).count == 1)
    _ = try send(opened, at: Self.now + 89)
  }

  @Test("Nobody who could not use it gets one")
  func refusals() throws {
    let store = try TemporaryStore()
    defer { store.folder.remove() }
    let opened = try store.open()
    let alice = try TestRecord.user("alice")
    #expect(throws: SendingRefusal.notEnrolled) { try send(opened, at: Self.now) }
    _ = try enrol(opened)
    try opened.enroll(alice, name: "Phone")
    #expect(throws: SendingRefusal.otherKind) { try send(opened, at: Self.now, to: 2) }
    #expect(throws: SendingRefusal.noSuchDevice) { try send(opened, at: Self.now, to: 3) }
    try opened.disable(device: 1, of: alice, at: 5)
    #expect(throws: SendingRefusal.disabledByAdministrator) { try send(opened, at: Self.now) }
    try opened.enable(device: 1, of: alice)
    try opened.expire(device: 1, of: alice, at: Self.now)
    #expect(throws: SendingRefusal.expired) { try send(opened, at: Self.now) }
    _ = try send(opened, at: Self.now - 1)
  }

  @Test("Of many at once one makes a code, and that one counts")
  func atOnce() throws {
    let store = try TemporaryStore(lockWait: 60)
    defer { store.folder.remove() }
    let opened = try store.open()
    _ = try enrol(opened)
    let codes = Codes()
    let done = DispatchGroup()
    for _ in 0..<16 {
      done.enter()
      Thread {
        if let own = try? UserStore(store.location), let code = try? send(own, at: Self.now) { codes.add(code) }
        done.leave()
      }.start()
    }
    done.wait()
    #expect(codes.all.count == 1)
    let state = try state(opened)
    #expect(state.nextMovingFactor == SentCode.firstMovingFactor + 2 && state.sendings == 1)
  }

  private final class Codes: @unchecked Sendable {
    private let lock = NSLock()
    private var codes: [String] = []
    var all: [String] { lock.withLock { codes } }
    func add(_ code: String) { lock.withLock { codes.append(code) } }
  }

  @Test("A record with such a device comes back, and is written so")
  func record() throws {
    let key = try TestKey.make()
    var record = try TestRecord.make([])
    let kinds = [
      try TestSent.parameters(), try TestSent.parameters(to: "a@example.org", via: "mail", digits: .eight, lifetime: 86_400),
      try TestSent.parameters(to: "@a:b#\"\\%", via: "matrix-2", digits: .seven, lifetime: 60),
    ].map { DeviceKind.sent($0) }
    let secret = TestSent.secret
    for (index, kind) in kinds.enumerated() {
      _ = try record.add(kind, name: TestRecord.name("\(index)"), created: 7, secret: secret.span, key: key)
    }
    let text = RecordFormat.write(record, key: key)
    #expect(Reading(text, of: record.user, key: key) == .record(record))
    #expect(
      Bytes.text(RecordFormat.settings(id: 1, kind: kinds[0], created: 7))
        == "1 sent created=7 digits=6 via=sms to=%2B491234567 lifetime=600")
  }

  @Test("A secret of another length is none", arguments: [0, 1, 31, 33, 128])
  func secretLength(count: Int) throws {
    let key = try TestKey.make()
    var record = try TestRecord.make([])
    let secret = [UInt8](repeating: 1, count: count)
    do {
      _ = try record.add(
        .sent(TestSent.parameters()), name: TestRecord.name("x"), created: 1, secret: secret.span, key: key)
      Issue.record("a secret of \(count) bytes was taken")
    } catch let failure as SealFailure {
      #expect(failure == .badLength)
    }
  }
}
