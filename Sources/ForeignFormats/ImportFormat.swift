import Words

/// The formats that can be imported, each with its reader.
public enum ImportFormat: String, CaseIterable, Sendable {
  case googleAuthenticator = "google-authenticator"
  case oath
  case otpauth
  case otpauthMigration = "otpauth-migration"
  /// What `countersign export` writes.
  case json
  case pskc, safenet
  case entra
  case yubicoLog = "yubico-log"
  case oathCSV = "oath-csv"
  case nexus, netiq, pingid
  case aegis, andotp, ldif
  case pamU2F = "pam-u2f"

  /// As on command lines.
  public var name: String { rawValue }

  /// - Parameter name: as on command lines; some formats have a second one.
  /// - Returns: `nil` for a name of none.
  public init?(name: String) {
    self.init(rawValue: name == "users.oath" ? "oath" : name)
  }

  /// Which format a text is of.
  ///
  /// - Returns: `nil` where none is likely.
  public static func detect(_ text: Span<UInt8>) -> ImportFormat? {
    for format in allCases where format.reader.recognises(text) { return format }
    return nil
  }

  /// Reads a text of this format.
  public func read(_ text: Span<UInt8>, _ context: ImportContext) -> ImportedFile {
    var file = reader.init(context).read(text)
    if file.tokens.isEmpty, file.findings.isEmpty {
      file.refuse(
        context.wholeFile, "there is nothing of this format in it",
        hint: "look whether it is the right file; countersign import auto tells formats apart")
    }
    return file
  }

  /// What a text of this format needs to be opened.
  public func need(of text: Span<UInt8>) -> ImportNeed {
    switch self {
    case .pskc: PSKCReader.need(of: text)
    default: .nothing
    }
  }

  private var reader: any ImportReader.Type {
    switch self {
    case .googleAuthenticator: GoogleAuthenticatorReader.self
    case .oath: UsersFileReader.self
    case .otpauth: OTPAuthReader.self
    case .otpauthMigration: MigrationReader.self
    case .aegis: AegisReader.self
    case .andotp: AndOTPReader.self
    case .ldif: LDIFReader.self
    case .pamU2F: SecurityKeyReader.self
    case .json: DeviceLinesReader.self
    case .pskc: PSKCReader.self
    case .safenet: SafeNetReader.self
    case .entra: EntraListReader.self
    case .yubicoLog: YubicoLogReader.self
    case .oathCSV: OATHListReader.self
    case .nexus: NexusListReader.self
    case .netiq: NetIQListReader.self
    case .pingid: PingIDListReader.self
    }
  }
}
