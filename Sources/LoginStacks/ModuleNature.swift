/// What a module of a stack is there for, as far as that matters to who gets in.
public enum ModuleNature: Equatable, Sendable {
  /// Our own.
  case code
  /// Asks for or checks what somebody knows or has: a password, a ticket, another module's code.
  case factor
  /// Lets certain callers pass who prove nothing: root, or a group that is trusted.
  case exemption
  /// Always says the same.
  case constant(PAMResult)
  /// Decides by facts of the login, such as the group; never takes a proof.
  case condition
  /// Does something beside the question who this is.
  case side
  /// None that is known here; it may be a factor.
  case unknown

  /// By the name of the module, and by what its arguments make of it.
  public init(_ rule: PAMRule) {
    switch rule.moduleName {
    case "pam_countersign": self = .code
    case "pam_deny": self = .constant(.auth_err)
    case "pam_permit": self = .constant(.success)
    case "pam_rootok": self = .exemption
    case "pam_wheel": self = rule.arguments.contains("trust") ? .exemption : .condition
    case "pam_exec": self = rule.arguments.contains { $0.hasSuffix("/countersign/by-key") } ? .factor : .unknown
    case let name where ModuleNature.factors.contains(name): self = .factor
    case let name where ModuleNature.conditions.contains(name): self = .condition
    case let name where ModuleNature.sides.contains(name): self = .side
    default: self = .unknown
    }
  }

  private static let factors: Set<String> = [
    "pam_unix", "pam_sss", "pam_krb5", "pam_ldap", "pam_ldapd", "pam_winbind", "pam_systemd_home", "pam_pwdfile",
    "pam_userdb", "pam_radius_auth", "pam_tacplus", "pam_google_authenticator", "pam_oath", "pam_u2f", "pam_yubico",
    "pam_duo", "pam_pkcs11", "pam_p11", "pam_fprintd", "pam_ssh_agent_auth", "pam_rssh", "pam_ssh", "pam_himmelblau",
    "pam_aad", "pam_authd", "pam_privacyidea", "pam_otpw", "pam_opie", "pam_mysql", "pam_pgsql", "pam_unix2",
    "pam_rhosts", "pam_script",
  ]

  private static let conditions: Set<String> = [
    "pam_succeed_if", "pam_listfile", "pam_access", "pam_localuser", "pam_usertype", "pam_nologin", "pam_securetty",
    "pam_shells", "pam_time", "pam_faillock", "pam_tally2", "pam_tally", "pam_ssh_auth_info", "pam_issue",
  ]

  private static let sides: Set<String> = [
    "pam_env", "pam_faildelay", "pam_group", "pam_cap", "pam_keyinit", "pam_selinux", "pam_selinux_permit", "pam_mount",
    "pam_gnome_keyring", "pam_kwallet", "pam_kwallet5", "pam_ecryptfs", "pam_umask", "pam_limits", "pam_loginuid",
    "pam_lastlog", "pam_motd", "pam_mail", "pam_echo", "pam_warn", "pam_debug", "pam_systemd", "pam_afs_session",
    "pam_krb5_migrate", "pam_tty_audit", "pam_setquota", "pam_namespace", "pam_cracklib", "pam_pwquality",
  ]
}
