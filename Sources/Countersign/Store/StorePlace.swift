/// The places of the store, for messages.
public enum StorePlace: Equatable, Sendable {
  case root, configurationDirectory, policy, sealKey, baseDirectory, usersDirectory, stateDirectory, record, state
  case auditDirectory, auditFile, tokensDirectory, token, deliverySettings, siteKey, movingDirectory
  /// No places of the store, but installed beside the module.
  case companion, directoryProgram

  /// As it stands in log lines.
  public var name: StaticString {
    switch self {
    case .root: "root"
    case .configurationDirectory: "configuration-directory"
    case .policy: "policy"
    case .sealKey: "seal-key"
    case .baseDirectory: "store"
    case .usersDirectory: "users-directory"
    case .stateDirectory: "state-directory"
    case .record: "record"
    case .state: "state"
    case .auditDirectory: "audit-directory"
    case .auditFile: "audit-file"
    case .tokensDirectory: "tokens-directory"
    case .token: "token"
    case .movingDirectory: "moving-directory"
    case .companion: "companion"
    case .siteKey: "site-key"
    case .directoryProgram: "directory-program"
    case .deliverySettings: "delivery-settings"
    }
  }
}
