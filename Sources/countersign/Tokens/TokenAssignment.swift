import Countersign
import OATH
import Words

/// Gives a hardware token of the inventory to a user: asks for a code of it, and stores it as a device.
struct TokenAssignment {
  private let options: AssignmentOptions
  private let account: Workplace.Account
  private let token: HardwareToken
  private let name: DeviceName
  private let makesRecoveryCodes: Bool

  private var serial: String { DisplayText.of(token.serial.bytes) }

  /// Refuses what can be refused before a code is asked for.
  init(
    _ serial: TokenSerial, to user: String, _ options: AssignmentOptions, _ workplace: borrowing Workplace
  ) throws(Complaint) {
    let location = workplace.store.location
    self.options = options
    account = try workplace.account(user)
    token = try workplace.token(serial)
    switch workplace.store.standing(of: token) {
    case .free: break
    case .assigned(let assignment): throw Complaint(.tokenInUse(assignment.user), token: serial, at: location)
    case .left: if options.noConfirm { throw Complaint(.counterUnknown, token: serial, at: location) }
    }
    guard token.expires.map({ $0 > workplace.now }) ?? true else {
      throw Complaint(
        "the token \(DisplayText.of(serial.bytes)) has expired",
        hint: "countersign tokens remove \(DisplayText.of(serial.bytes)) takes it out of the inventory")
    }
    let record = try workplace.storedRecord(of: account.user)
    if let record, record.uid != account.uid {
      throw Complaint(.otherAccount(uid: account.uid), user: account.user, at: location)
    }
    let devices = record?.devices ?? []
    guard devices.count < UserRecord.mostDevices else {
      throw Complaint(AdministrationFailure.tooManyDevices, user: account.user, at: location)
    }
    guard let name = DeviceName(options.name.map { Array($0.utf8) } ?? serial.bytes),
      !devices.contains(where: { $0.name == name })
    else { throw Complaint(AdministrationFailure.nameTaken, user: account.user, at: location) }
    self.name = name
    makesRecoveryCodes = options.recoveryCodes ?? (record?.recovery == nil && !options.quiet)
  }

  func carryOut(_ workplace: borrowing Workplace) throws(Complaint) {
    let shown = try confirmed(workplace)
    guard makesRecoveryCodes else {
      return try report(store(shown, nil, workplace).device)
    }
    let codes =
      try Complaint.attempting("cannot make recovery codes") { () throws(SystemFailure) in try RecoveryCodes() }
    let hashed =
      try Complaint.attempting("cannot make recovery codes") { () throws(SystemFailure) in try codes.hashed() }
    let stored = try store(shown, hashed, workplace)
    try report(stored.device)
    guard stored.hasCodes else { return }
    if !options.quiet { try Terminal.current.say() }
    do {
      try RecoverySheet.show(codes, plain: options.quiet, on: .current)
    } catch {
      throw Complaint(
        "the token was assigned, but the recovery codes could not be shown",
        hint: "countersign recovery-codes \(DisplayText.of(account.user)) makes new ones")
    }
  }

  /// What a code of the token shows; `nil` where none is asked for.
  private func confirmed(
    _ workplace: borrowing Workplace
  ) throws(Complaint) -> (nextMovingFactor: UInt64, drift: Int32)? {
    guard !options.noConfirm else { return nil }
    let serial = token.serial
    let secret = try workplace.changing(serial) { (store) throws(AdministrationFailure) in
      try store.secret(of: serial)
    }
    let dialogue = try Dialogue(consequence: "nothing was stored")
    let beginning = try beginning(secret.bytes, dialogue)
    return (beginning.nextMovingFactor, beginning.drift)
  }

  private func beginning(_ secret: Span<UInt8>, _ dialogue: borrowing Dialogue) throws(Complaint) -> DeviceBeginning {
    switch token.kind {
    case .totp, .hotp:
      let confirmation = Confirmation(user: account.user, kind: token.kind, counter: token.nextMovingFactor)
      return try confirmation.confirm(secret, dialogue)
    case .yubicoOTP(let identity): return try KeyTouch(identity: identity).confirm(secret, dialogue)
    case .ocra(let suite):
      return try ChallengeAnswer(suite: suite, counter: token.nextMovingFactor).confirm(secret, dialogue)
    case .fido2, .agent:
      throw Complaint("\(serial) is a security key; it is no token", hint: "countersign enroll enrols security keys")
    case .sent:
      throw Complaint(
        "codes of \(serial) are sent; it is no token", hint: "countersign enroll --type sent enrols an address")
    }
  }

  private func store(
    _ shown: (nextMovingFactor: UInt64, drift: Int32)?, _ codes: [RecoveryCodeSet.HashedCode]?,
    _ workplace: borrowing Workplace
  ) throws(Complaint) -> (device: Device, hasCodes: Bool) {
    let terms = UserStore.AssignmentTerms(
      name: name, by: try Administrator.current().name, now: try Workplace.time(), shown: shown)
    let (account, serial) = (account, token.serial)
    var codes = codes
    let replacesCodes = options.recoveryCodes == true
    let device = try workplace.changing(serial, of: account.user) { (store) throws(AdministrationFailure) in
      do throws(AdministrationFailure) {
        return try store.assign(
          serial, to: account.user, uid: account.uid, terms, recoveryCodes: codes, replacesCodes: replacesCodes)
      } catch {
        // Another enrolment was faster, and its codes are in somebody's hands.
        guard error == .recoveryCodesThere else { throw error }
        codes = nil
        return try store.assign(serial, to: account.user, uid: account.uid, terms)
      }
    }
    workplace.changes.record(
      .assignToken, of: account.user, device: device,
      details: [
        AuditField("serial", .foreign(serial.bytes)),
        AuditField("confirmed", .number(options.noConfirm ? 0 : 1)),
        AuditField("recovery-codes", .number(UInt64(clamping: codes?.count ?? 0))),
      ])
    return (device, codes != nil)
  }

  private func report(_ device: Device) throws(Complaint) {
    guard !options.quiet else { return }
    let user = DisplayText.of(account.user)
    let name = DisplayText.of(device.name)
    try Terminal.current.say(
      name == serial
        ? "Assigned the token \(serial) to \(user)." : "Assigned the token \(serial) to \(user) as \(name).")
  }
}
