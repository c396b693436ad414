/// What an administrator did, for both logs.
public struct Administration: Sendable {
  /// What was done, each by a subcommand.
  public enum Action: Sendable {
    case enroll, remove, removeAll, rename, recoveryCodes, unlock, resync, showKey, rotateAudit, rotateKey
    case bypass, revokeBypass, temporaryCode, revokeTemporaryCode, disableDevice, enableDevice, expire, reset, forget
    case importDevices, exportDevices, verify, addToken, assignToken, returnToken, removeToken
    case enable, confirm, rollback, disable
    case invite, revokeInvitation, language, send, notify
    case foundDirectory, moveDecision, takeOver, migrate
    case addSiteKey, useSiteKey, sealSite, dropSiteKey

    /// As it stands in both logs.
    public var name: StaticString {
      switch self {
      case .enroll: "enroll"
      case .remove: "remove"
      case .removeAll: "remove-all"
      case .rename: "rename"
      case .recoveryCodes: "recovery-codes"
      case .unlock: "unlock"
      case .resync: "resync"
      case .showKey: "show-key"
      case .rotateAudit: "rotate-audit"
      case .rotateKey: "rotate-key"
      case .bypass: "bypass"
      case .revokeBypass: "revoke-bypass"
      case .temporaryCode: "temporary-code"
      case .revokeTemporaryCode: "revoke-temporary-code"
      case .disableDevice: "disable-device"
      case .enableDevice: "enable-device"
      case .expire: "expire"
      case .reset: "reset"
      case .forget: "forget"
      case .importDevices: "import"
      case .exportDevices: "export"
      case .verify: "verify"
      case .addToken: "add-token"
      case .assignToken: "assign-token"
      case .returnToken: "return-token"
      case .removeToken: "remove-token"
      case .enable: "enable"
      case .confirm: "confirm"
      case .rollback: "rollback"
      case .disable: "disable"
      case .invite: "invite"
      case .revokeInvitation: "revoke-invitation"
      case .language: "language"
      case .send: "send"
      case .notify: "notify"
      case .foundDirectory: "directory-init"
      case .moveDecision: "directory-move"
      case .takeOver: "directory-takeover"
      case .migrate: "migrate"
      case .addSiteKey: "directory-add-key"
      case .useSiteKey: "directory-use-key"
      case .sealSite: "directory-seal"
      case .dropSiteKey: "directory-drop-key"
      }
    }
  }

  let action: Action
  /// `nil` where it is about nobody.
  let user: UserName?
  let device: AuditField.Value
  let by: [UInt8]
  let reason: ChangeReason?
  let details: [AuditField]

  /// - Parameters:
  ///   - device: as it was called before.
  ///   - by: the name of who did it.
  ///   - reason: why, in their own words.
  ///   - details: what else belongs to the action; no secret, no code.
  public init(
    _ action: Action, user: UserName?, device: Device? = nil, by: [UInt8], reason: ChangeReason? = nil,
    details: [AuditField] = []
  ) {
    self.action = action
    self.user = user
    self.device = device.map { .numbered(UInt64($0.id), $0.name.bytes) } ?? .absent
    self.by = by
    self.reason = reason
    self.details = details
  }

  var fields: [AuditField] {
    [
      AuditField("user", user.map { .foreign($0.bytes) } ?? .absent), AuditField("action", word: action.name),
      AuditField("device", device), AuditField("by", .foreign(by)),
      AuditField("reason", reason.map { .foreign($0.bytes) } ?? .absent),
    ] + details
  }
}
