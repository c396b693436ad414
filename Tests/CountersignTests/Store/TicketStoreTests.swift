import Testing

@testable import Countersign

/// Tickets and first enrolments in the store.
@Suite struct TicketStoreTests {
  private let store: TemporaryStore
  private let alice: UserName
  private let root: UserName
  private static let secret = [UInt8](repeating: 7, count: 20)

  init() throws {
    store = try TemporaryStore()
    alice = try TestRecord.user("alice")
    root = try TestRecord.user("root")
  }

  private func invite(_ opened: borrowing UserStore, from created: UInt64 = TestHelpdesk.time) throws -> TemporaryCode {
    let code = try FreshTemporaryCode()
    return try opened.issueTemporaryCode(
      code, for: .enrolment, to: alice, uid: 1_000, created: created, until: created + 900, by: root)
  }

  private func enroll(
    _ opened: borrowing UserStore, ticket: UInt32?, at time: UInt64 = TestHelpdesk.time + 5
  ) throws(AdministrationFailure) {
    guard let name = DeviceName(Bytes.of("phone")), let parameters = TOTPParameters() else { throw .noSuchDevice }
    let device = UserStore.NewDevice(kind: .totp(parameters), name: name, created: time, nextMovingFactor: 9)
    try opened.enrollFirst(alice, uid: 1_000, device: device, secret: Self.secret.span, ticket: ticket)
  }

  private func failure(_ body: () throws(AdministrationFailure) -> Void) -> AdministrationFailure? {
    do throws(AdministrationFailure) {
      try body()
      return nil
    } catch {
      return error
    }
  }

  @Test("A ticket goes with the first device, and for good")
  func goesWithTheDevice() throws {
    let opened = try store.open()
    let ticket = try invite(opened)
    let before = try store.files()[store.recordPath(alice)]
    try enroll(opened, ticket: ticket.mark)
    let record = try #require(try opened.record(of: alice))
    #expect(record.ticket == nil && record.devices.map(\.name.bytes) == [Bytes.of("phone")])
    #expect(try opened.state(of: alice).isUsed(ticket))
    #expect(try opened.state(of: alice).device(1)?.nextMovingFactor == 9)
    // An old record that was put back brings nobody's ticket back.
    try store.folder.write(try #require(before), to: store.recordPath(alice))
    let old = try #require(try opened.record(of: alice))
    let state = try opened.state(of: alice)
    #expect(old.ticket == ticket && state.isUsed(ticket))
    #expect(failure { () throws(AdministrationFailure) in try enroll(opened, ticket: ticket.mark) } == .noTicket)
  }

  @Test("Nobody is enrolled by a ticket that is another one, over, taken back, or of nobody")
  func wrongTickets() throws {
    let opened = try store.open()
    #expect(failure { () throws(AdministrationFailure) in try enroll(opened, ticket: 1) } == .noTicket)
    let first = try invite(opened)
    let second = try invite(opened)
    for (ticket, time) in [
      (first.mark, TestHelpdesk.time), (second.mark, TestHelpdesk.time + 900),
      (second.mark, TestHelpdesk.time - 1), (second.mark ^ 1, TestHelpdesk.time),
    ] {
      #expect(
        failure { () throws(AdministrationFailure) in try enroll(opened, ticket: ticket, at: time) } == .noTicket)
    }
    try opened.revokeTemporaryCode(of: alice)
    #expect(failure { () throws(AdministrationFailure) in try enroll(opened, ticket: second.mark) } == .noTicket)
    #expect(try opened.record(of: alice)?.isEnrolled != true)
  }

  @Test("A ticket that was taken back does not enrol by the number of the next one")
  func sameNumber() throws {
    let opened = try store.open()
    let first = try invite(opened)
    try opened.revokeTemporaryCode(of: alice)
    let second = try invite(opened)
    #expect(first.number == second.number)
    #expect(failure { () throws(AdministrationFailure) in try enroll(opened, ticket: first.mark) } == .noTicket)
    try enroll(opened, ticket: second.mark)
  }

  @Test("Recovery codes go with the device that was just enrolled, or with none; none are replaced")
  func recoveryCodesOfTheDevice() throws {
    let opened = try store.open()
    try enroll(opened, ticket: nil)
    let mark = SecretMark(of: Self.secret.span)
    let add = { (opened: borrowing UserStore) throws(AdministrationFailure) in
      let codes: RecoveryCodes
      do throws(SystemFailure) { codes = try RecoveryCodes() } catch { throw .store(.system(.record, error)) }
      try opened.add(recoveryCodes: codes, of: alice, toDeviceOf: mark, created: 7)
    }
    try add(opened)
    #expect(failure { () throws(AdministrationFailure) in try add(opened) } == .recoveryCodesThere)
    try opened.reset(alice, TestHelpdesk.reset())
    #expect(failure { () throws(AdministrationFailure) in try add(opened) } == .notEnrolled)
    try opened.enroll(alice, name: "other")
    let before = try opened.record(of: alice)
    #expect(failure { () throws(AdministrationFailure) in try add(opened) } == .noSuchDevice)
    #expect(try opened.record(of: alice) == before)
  }

  @Test("Of two enrolments beside each other the second leaves the recovery codes of the first alone")
  func recoveryCodesOfTheFirst() throws {
    let opened = try store.open()
    let codes = try RecoveryCodes().hashed()
    let device = UserStore.NewDevice(
      kind: TestRecord.totp(), name: try TestRecord.name("A"), created: 1, nextMovingFactor: 0)
    let other = UserStore.NewDevice(
      kind: TestRecord.totp(), name: try TestRecord.name("B"), created: 1, nextMovingFactor: 0)
    try opened.enroll(alice, uid: 1_000, device: device, secret: Self.secret.span, recoveryCodes: codes)
    let before = try opened.record(of: alice)
    #expect(
      failure { () throws(AdministrationFailure) in
        try opened.enroll(
          alice, uid: 1_000, device: other, secret: Self.secret.span, recoveryCodes: codes, replacesCodes: false)
      } == .recoveryCodesThere)
    #expect(try opened.record(of: alice) == before)
  }

  @Test("Of two enrolments by one ticket the second one is refused, and so is a ticket for the enrolled")
  func overtaken() throws {
    let opened = try store.open()
    let ticket = try invite(opened)
    try enroll(opened, ticket: ticket.mark)
    #expect(failure { () throws(AdministrationFailure) in try enroll(opened, ticket: ticket.mark) } == .alreadyEnrolled)
    #expect(failure { () throws(AdministrationFailure) in try enroll(opened, ticket: nil) } == .alreadyEnrolled)
    let code = try FreshTemporaryCode()
    #expect(
      failure { () throws(AdministrationFailure) in
        try opened.issueTemporaryCode(
          code, for: .enrolment, to: alice, uid: 1_000, created: 1, until: 2, by: root)
      } == .alreadyEnrolled)
  }

  @Test("However a device comes to the user, the ticket goes; a temporary code for logging in stays")
  func otherEnrolments() throws {
    let opened = try store.open()
    let ticket = try invite(opened)
    try opened.enroll(alice)
    let state = try opened.state(of: alice)
    #expect(try opened.record(of: alice)?.temporary == nil)
    #expect(state.isUsed(ticket))
    let code = try FreshTemporaryCode()
    let issued = try opened.issueTemporaryCode(
      code, to: alice, uid: 1_000, created: TestHelpdesk.time, until: TestHelpdesk.time + 9, by: root)
    try opened.rename(device: 1, of: alice, to: try TestRecord.name("Other"))
    #expect(try opened.record(of: alice)?.temporary == issued)
  }

  @Test("A ticket that is checked outside of a login is counted as in one")
  func checked() throws {
    let opened = try store.open()
    let code = try FreshTemporaryCode()
    let ticket = try opened.issueTemporaryCode(
      code, for: .enrolment, to: alice, uid: 1_000, created: 100, until: 1_000, by: root)
    var typed = try SecretBytes(capacity: 16)
    code.write(to: &typed)
    let wrong = Bytes.of(Bytes.text(Bytes.copy(typed.bytes)).hasPrefix("1") ? "20000000" : "10000000")
    for miss in 1...5 {
      #expect(try opened.checkTicket(wrong.span, of: alice, now: 200, throttle: .standard) == .wrong)
      #expect(try opened.state(of: alice).temporaryMisses.count == UInt32(miss))
    }
    let resting = try opened.checkTicket(typed.bytes, of: alice, now: 200, throttle: .standard)
    #expect(resting == .throttled(until: 230))
    #expect(
      try opened.checkTicket(typed.bytes, of: alice, now: 230, throttle: .standard) == .ticket(mark: ticket.mark))
  }

  @Test("Its line is one of its own, and a reader of records takes no other spelling")
  func line() throws {
    let user = try TestRecord.user("bob")
    let unknown = RecoveryCodeSet.HashedCode(
      salt: [UInt8](repeating: 0xAB, count: PasswordHash.saltLength),
      hash: [UInt8](repeating: 0xCD, count: PasswordHash.length))
    let ticket = try #require(
      TemporaryCode(.enrolment, number: 2, created: 10, until: 20, by: user, code: unknown))
    let text = Bytes.text(ticket.line)
    #expect(text.hasPrefix("ticket 2 created=10 until=20 by=bob ABAB"))
    #expect(TemporaryCode(line: ticket.line[...]) == ticket)
    for other in ["tickets 2", "ticke 2", "t 2", "Ticket 2", "ticket  2"] {
      #expect(TemporaryCode(line: Bytes.of(text.replacing("ticket 2", with: other))[...]) == nil)
    }
  }
}
