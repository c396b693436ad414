import Countersign
import CQRSymbol
import OATH
import Words

/// One enrolment, from a checked command line to what is printed at its end.
///
/// Rules:
/// - Everything that can be refused without the secret is refused before the secret is made.
/// - The one step that changes anything is `store`; device and recovery codes are stored together or not at all.
/// - A picture file is kept only when the device was stored.
struct EnrolmentPlan {
  private let options: EnrollCommand
  private let account: Workplace.Account
  /// `nil` for a key whose public identity is learned.
  private let kind: DeviceKind?
  /// Of a security key.
  private let keyAlgorithm: SecurityKeyAlgorithm
  /// Of a security key in an SSH agent; nothing of it is asked for.
  private let credential: SecurityKeyCredential?
  private let name: DeviceName
  private let expires: UInt64?
  private let makesRecoveryCodes: Bool
  /// `nil` for a device that is no app.
  private let uri: OTPAuthURI?

  private var isTerse: Bool { options.quiet || options.json }
  /// Whether the device has to show that it has the secret.
  private var isConfirmed: Bool { !options.noConfirm && credential == nil }

  /// Looks at account, record and name.
  init(_ options: EnrollCommand, _ workplace: borrowing Workplace) throws {
    self.options = options
    account = try workplace.account(options.user)
    let agentKey = try options.device.publicKey.map { try AgentPublicKey.device(AgentPublicKey.read($0)) }
    credential = agentKey?.credential
    kind = try agentKey?.kind ?? options.device.kind()
    keyAlgorithm = options.device.type == .fido2 ? try options.device.keyAlgorithm() : .es256
    expires = try options.device.expires?.seconds(now: workplace.now)
    let record = try workplace.storedRecord(of: account.user)
    let location = workplace.store.location
    if let record, record.uid != account.uid {
      throw Complaint(.otherAccount(uid: account.uid), user: account.user, at: location)
    }
    let devices = record?.devices ?? []
    guard devices.count < UserRecord.mostDevices else {
      throw Complaint(AdministrationFailure.tooManyDevices, user: account.user, at: location)
    }
    guard let name = options.device.freeName(beside: devices) else {
      throw Complaint(AdministrationFailure.nameTaken, user: account.user, at: location)
    }
    self.name = name
    makesRecoveryCodes = options.recoveryCodes ?? (record?.recovery == nil && !options.quiet && !options.json)
    let counter = options.device.counter ?? 0
    let user = account.user
    if case .sent(let sent) = kind { try SentConfirmation.requireDeliverer(sent, workplace) }
    uri = kind.flatMap { OTPAuthURI($0, user: user, issuer: options.display.issuer, counter: counter) }
  }

  func carryOut(_ workplace: borrowing Workplace, _ dialogue: borrowing Dialogue) throws(Complaint) {
    if options.device.type == .fido2 { return try enrolKey(workplace, dialogue) }
    let secret = try secret(dialogue)
    guard let path = options.display.qrFile, let uri else { return try enrol(secret, workplace, dialogue) }
    var picture = try PendingPicture(path, uri.symbol(.complete, secret: secret.bytes))
    try enrol(secret, workplace, dialogue)
    picture.keep()
  }

  private func enrol(
    _ secret: borrowing SecretBytes, _ workplace: borrowing Workplace, _ dialogue: borrowing Dialogue
  ) throws(Complaint) {
    let beginning = try beginning(secret, workplace, dialogue)
    try conclude(secret, beginning, workplace)
  }

  private func enrolKey(_ workplace: borrowing Workplace, _ dialogue: borrowing Dialogue) throws(Complaint) {
    let enrolment = KeyEnrolment(
      user: account.user, algorithm: keyAlgorithm, options: options.securityKey, location: workplace.store.location,
      settings: try workplace.policy().globalSettings)
    let made = try enrolment.carryOut(exclusions: enrolment.exclusions(workplace), dialogue)
    let secret = try Complaint.attempting("cannot keep the credential") { () throws(SystemFailure) in
      try SecretBytes(copying: made.credential.bytes.span)
    }
    try conclude(secret, made.beginning, workplace)
  }

  /// Stores the device and says so.
  private func conclude(
    _ secret: borrowing SecretBytes, _ beginning: DeviceBeginning, _ workplace: borrowing Workplace
  ) throws(Complaint) {
    guard makesRecoveryCodes else {
      return try report(store(secret, beginning, nil, workplace), beginning, workplace)
    }
    let codes =
      try Complaint.attempting("cannot make recovery codes") { () throws(SystemFailure) in try RecoveryCodes() }
    let hashed =
      try Complaint.attempting("cannot make recovery codes") { () throws(SystemFailure) in try codes.hashed() }
    let stored = try store(secret, beginning, hashed, workplace)
    try report(stored, beginning, workplace)
    if stored.hasCodes { try show(codes) }
  }

  private func secret(_ dialogue: borrowing Dialogue) throws(Complaint) -> SecretBytes {
    if let credential {
      return try Complaint.attempting("cannot keep the key") { () throws(SystemFailure) in
        try SecretBytes(copying: credential.bytes.span)
      }
    }
    if options.device.type == .yubicoOTP { return try KeySecret.read(dialogue) }
    if options.device.type == .sent {
      return try Complaint.attempting("cannot make a secret") { () throws(SystemFailure) in try SentCode.freshSecret() }
    }
    guard case .ocra(let suite) = kind else { return try options.origin.source.secret(dialogue) }
    // Vendors print keys of tokens in hexadecimal.
    let source = options.origin.secretStdin ? options.origin.source : .typed(.hexadecimal)
    return try TokenSecret.read(suite, source, dialogue)
  }

  /// Shows the secret where it has to be shown, and lets the device confirm that it has it.
  private func beginning(
    _ secret: borrowing SecretBytes, _ workplace: borrowing Workplace, _ dialogue: borrowing Dialogue
  ) throws(Complaint) -> DeviceBeginning {
    let counter = options.device.counter ?? 0
    if let kind, let uri { try sheet(kind, uri).show(secret.bytes) }
    if let kind, !isConfirmed { return DeviceBeginning(kind: kind, nextMovingFactor: counter, drift: 0) }
    if case .sent(let sent) = kind {
      return try SentConfirmation(user: account.user, parameters: sent).confirm(secret.bytes, workplace, dialogue)
    }
    guard let kind else { return try KeyTouch(identity: nil).confirm(secret.bytes, dialogue) }
    if case .ocra(let suite) = kind {
      return try ChallengeAnswer(suite: suite, counter: counter).confirm(secret.bytes, dialogue)
    }
    if case .yubicoOTP(let identity) = kind { return try KeyTouch(identity: identity).confirm(secret.bytes, dialogue) }
    return try Confirmation(user: account.user, kind: kind, counter: counter).confirm(secret.bytes, dialogue)
  }

  /// The key and the code; a terse enrolment shows only what was asked for by name.
  private func sheet(_ kind: DeviceKind, _ uri: OTPAuthURI) -> SecretSheet {
    let user = DisplayText.of(account.user)
    let title = said("Key for the new device \(DisplayText.of(name)) of \(user), \(DeviceText.parameters(kind)):")
    let choice = options.display.qr ?? (isTerse ? .none : .auto)
    return SecretSheet(
      terminal: .current, uri: uri, title: isTerse ? nil : title, showsURI: options.display.showURI,
      screen: QRScreen(terminal: .current, choice: choice, inverted: options.display.qrInvert))
  }

  private struct Stored {
    let device: Device
    /// Whether the recovery codes were stored with it.
    let hasCodes: Bool
  }

  private func store(
    _ secret: borrowing SecretBytes, _ beginning: DeviceBeginning, _ codes: [RecoveryCodeSet.HashedCode]?,
    _ workplace: borrowing Workplace
  ) throws(Complaint) -> Stored {
    let now = try Complaint.attempting("cannot read the clock") { () throws(SystemFailure) in try Clock.now() }
    let new = UserStore.NewDevice(
      kind: beginning.kind, name: name, created: now, nextMovingFactor: beginning.nextMovingFactor,
      drift: beginning.drift, expires: expires)
    let account = account
    let language = options.language?.language
    var codes = codes
    let replacesCodes = options.recoveryCodes == true
    let device = try workplace.changing(account.user) { (store) throws(AdministrationFailure) in
      do throws(AdministrationFailure) {
        return try store.enroll(
          account.user, uid: account.uid, device: new, secret: secret.bytes, recoveryCodes: codes,
          replacesCodes: replacesCodes, language: language)
      } catch {
        // Another enrolment was faster, and its codes are in somebody's hands.
        guard error == .recoveryCodesThere else { throw error }
        codes = nil
        return try store.enroll(
          account.user, uid: account.uid, device: new, secret: secret.bytes, language: language)
      }
    }
    options.language?.warnIfMissing(workplace.store.location)
    workplace.changes.record(
      .enroll, of: account.user, device: device,
      details: [
        AuditField("kind", .word(Array(ascii: device.kind.name))),
        AuditField("confirmed", .number(isConfirmed ? 1 : 0)),
        AuditField("recovery-codes", .number(UInt64(clamping: codes?.count ?? 0))),
        AuditField("expires", expires.map { .number($0) } ?? .absent),
        AuditField("language", language.map { .word(Array(ascii: $0.tag)) } ?? .absent),
      ])
    return Stored(device: device, hasCodes: codes != nil)
  }

  private func report(
    _ stored: Stored, _ beginning: DeviceBeginning, _ workplace: borrowing Workplace
  ) throws(Complaint) {
    let device = stored.device
    if options.json { return try reportFacts(device, workplace) }
    guard !options.quiet else { return }
    try Terminal.current.say()
    try Terminal.current.say("Stored the device \(DisplayText.of(device.name)) of \(DisplayText.of(account.user)).")
    if let expires { try Terminal.current.say("It expires at \(TimeText.minute(expires)).") }
    if case .totp(let parameters) = device.kind, beginning.drift != 0 {
      let distance = TimeText.duration(UInt64(beginning.drift.magnitude) * parameters.period.seconds)
      try Terminal.current.say(
        beginning.drift > 0
          ? "Its clock is about \(distance) ahead of this machine's; that is taken into account."
          : "Its clock is about \(distance) behind this machine's; that is taken into account.")
    }
    if stored.hasCodes { try Terminal.current.say() }
  }

  private func reportFacts(_ device: Device, _ workplace: borrowing Workplace) throws(Complaint) {
    let record = try workplace.record(of: account.user)
    let state = try workplace.state(of: account.user)
    let deviceState = state.device(device.id) ?? DeviceState(id: device.id, nextMovingFactor: 0)
    try Terminal.current.say(
      verbatim: JSONText.of(
        EnrolmentFacts(
          user: DisplayText.of(account.user),
          device: DeviceFacts(device, deviceState, now: workplace.now, workplace.throttle()),
          confirmed: isConfirmed,
          recoveryCodesLeft: record.recovery.map { RecoveryFacts.left($0, state) } ?? 0)))
  }

  private func show(_ codes: borrowing RecoveryCodes) throws(Complaint) {
    try Complaint.showing(
      "the device was stored, but the recovery codes could not be shown",
      hint: "countersign recovery-codes \(DisplayText.of(account.user)) makes new ones"
    ) { () throws(Complaint) in try RecoverySheet.show(codes, plain: options.quiet, on: .current) }
  }
}
