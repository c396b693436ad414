import Countersign
import ForeignFormats
import Words

/// Stores the devices of one account, and says what became of each.
struct ImportStoring {
  private let account: Workplace.Account
  private let tokens: [ImportedToken]
  private let adoption: Adoption
  /// How many scratch codes there are beyond those that a user may have.
  private let codesLeftOut: Int

  /// - Parameter now: seconds since 1970.
  init(_ part: ImportPlan.Part, now: UInt64) {
    account = part.account
    tokens = part.tokens
    let codes = part.tokens.flatMap(\.scratchCodes)
    codesLeftOut = max(0, codes.count - RecoveryCodeSet.size)
    adoption = Adoption(
      devices: part.tokens.map { token in
        let new = UserStore.NewDevice(
          kind: token.kind, name: ImportStoring.name(of: token), created: now,
          nextMovingFactor: token.nextMovingFactor, drift: token.drift, expires: token.expires)
        return ForeignDevice(new, secret: token.secret)
      },
      codes: Array(codes.prefix(RecoveryCodeSet.size)))
  }

  /// What the file calls the device, or its serial number, or the usual name.
  private static func name(of token: ImportedToken) -> DeviceName {
    if let name = token.label.flatMap({ DeviceName($0) }) ?? token.serial.flatMap({ DeviceName($0) }) { return name }
    return switch token.kind {
    case .totp: .phone
    case .hotp, .ocra: .token
    case .yubicoOTP, .fido2, .agent: .key
    case .sent(let parameters): DeviceName(parameters.via.bytes) ?? .phone
    }
  }

  func run(
    _ workplace: borrowing Workplace, format: String, dryRun: Bool
  ) throws(Complaint) -> [ImportFinding] {
    let outcome = try workplace.changing(account.user) { (store) throws(AdministrationFailure) in
      dryRun
        ? try store.rehearse(adoption, for: account.user, uid: account.uid)
        : try store.adopt(adoption, for: account.user, uid: account.uid)
    }
    if !dryRun { log(outcome, format, workplace.changes) }
    return zip(tokens, outcome.devices).flatMap { findings(on: $0, $1) } + findings(onCodes: outcome)
  }

  private func findings(on token: ImportedToken, _ fate: Adoption.Fate) -> [ImportFinding] {
    let user = DisplayText.of(account.user)
    switch fate {
    case .added(let device):
      var parts = [DisplayText.of(device.name), DeviceText.parameters(device.kind)]
      if case .hotp = device.kind { parts.append(said("next counter \(token.nextMovingFactor)")) }
      if let maker = token.manufacturer { parts.append(said("made by \(DisplayText.of(maker))")) }
      if token.drift != 0 { parts.append(said("clock \(token.drift) time steps off")) }
      return [ImportFinding(token.place, .taken(said("\(user): \(Enumeration.of(parts))")))]
        + token.remarks.map { ImportFinding(token.place, .changed($0)) }
    case .alreadyThere(let device, let passedOver):
      let name = DisplayText.of(device.name)
      let text =
        passedOver > 0
        ? said("\(user): \(name) has this very secret; its next counter is \(token.nextMovingFactor) now")
        : said("\(user): \(name) has this very secret")
      return [ImportFinding(token.place, .alreadyThere(text))]
    }
  }

  private func findings(onCodes outcome: Adoption.Outcome) -> [ImportFinding] {
    guard let token = tokens.first(where: { !$0.scratchCodes.isEmpty }) else { return [] }
    let user = DisplayText.of(account.user)
    let count = adoption.codes.count
    guard outcome.hasTakenCodes else {
      let text = said(
        "\(user): its recovery codes are left out, as there are recovery codes or the device already")
      return [ImportFinding(token.place, .changed(text))]
    }
    guard codesLeftOut > 0 else {
      let text = said(
        """
        \(user): \(count) recovery codes are taken; they have 8 digits, and countersign recovery-codes makes \
        better ones
        """)
      return [ImportFinding(token.place, .changed(text))]
    }
    let text = said(
      """
      \(user): \(count) recovery codes are taken; they have 8 digits, and countersign recovery-codes makes better \
      ones; \(codesLeftOut) more are left out
      """)
    return [ImportFinding(token.place, .changed(text))]
  }

  private func log(_ outcome: Adoption.Outcome, _ format: String, _ changes: ChangeLog) {
    var (added, there, advanced) = (0, 0, 0)
    for fate in outcome.devices {
      switch fate {
      case .added: added += 1
      case .alreadyThere(_, let passedOver):
        there += 1
        if passedOver > 0 { advanced += 1 }
      }
    }
    guard added > 0 || advanced > 0 else { return }
    changes.record(
      .importDevices, of: account.user,
      details: [
        AuditField("format", .foreign(Array(format.utf8))), AuditField("devices", .number(UInt64(clamping: added))),
        AuditField("already-there", .number(UInt64(clamping: there))),
        AuditField("recovery-codes", .number(UInt64(clamping: outcome.hasTakenCodes ? adoption.codes.count : 0))),
      ])
  }
}
