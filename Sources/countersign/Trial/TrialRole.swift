import LoginStacks

/// How a module of a stack takes part in a trial.
///
/// The real module is run where it has no effect beside its result, and where that result would be the same at a real
/// login. Everything else is stood in for by `pam_debug.so`, which is Linux-PAM's own and says what it is told to.
enum TrialRole: Equatable {
  /// Our own, for real, with a store of its own.
  case code
  /// Run as it is.
  case itself
  /// Checks what somebody knows or has; whether that is right is for the scenario to say.
  case firstFactor
  /// A second factor that is not ours, which nobody has.
  case otherFactor
  /// Stood in for by something that always says the same.
  case always(PAMResult)

  /// - Parameter isInstalled: whether there is a module of that file name.
  init(_ rule: PAMRule, isInstalled: Bool) {
    let name = rule.moduleName
    if rule.isOurs {
      self = .code
    } else if !isInstalled {
      // libpam knows what becomes of a module that is not there.
      self = .itself
    } else if TrialRole.isByKey(rule) {
      self = .itself
    } else if let result = TrialRole.fixed(name, rule) {
      self = .always(result)
    } else if TrialRole.otherFactors.contains(name) {
      self = .otherFactor
    } else {
      switch ModuleNature(rule) {
      case .constant, .condition, .side: self = .itself
      case .code, .factor, .exemption, .unknown: self = .firstFactor
      }
    }
  }

  /// Whether a rule exempts certain callers from the rest: root, trusted groups, trusted hosts.
  static func isExemption(_ rule: PAMRule) -> Bool {
    ["pam_rootok", "pam_rhosts", "pam_timestamp"].contains(rule.moduleName)
      || rule.moduleName == "pam_wheel" && rule.arguments.contains("trust")
  }

  /// Whether it runs our own script that finds out whether sshd has verified a key. No other script is run.
  private static func isByKey(_ rule: PAMRule) -> Bool {
    rule.moduleName == "pam_exec" && rule.arguments.contains { $0.hasSuffix("/countersign/by-key") }
  }

  private static let otherFactors: Set<String> = [
    "pam_google_authenticator", "pam_oath", "pam_u2f", "pam_yubico", "pam_duo", "pam_privacyidea", "pam_otp",
  ]

  private static func fixed(_ name: String, _ rule: PAMRule) -> PAMResult? {
    if isExemption(rule) { return exemption(rule) }
    switch name {
    // They count failures, and say yes as long as nobody is locked; the count of a failure says nothing.
    case "pam_faillock": return rule.arguments.contains("authfail") ? .ignore : .success
    case "pam_tally", "pam_tally2", "pam_abl": return .success
    // A member of the group goes on; others are for the module alone.
    case "pam_wheel": return .ignore
    // What holds while the machine goes down does not hold tomorrow.
    case "pam_nologin": return .ignore
    // Locks a session, where it has anything to say at all.
    case "pam_sepermit", "pam_selinux_permit": return .ignore
    // Looks into folders that may lie on a file server; starts a key ring; writes to the log. Says nothing.
    case "pam_mail", "pam_keyinit", "pam_warn": return .ignore
    // They take the password along to unlock something, and say yes whatever it was.
    case "pam_gnome_keyring", "pam_kwallet", "pam_kwallet5", "pam_mount", "pam_ecryptfs", "pam_ssh_add",
      "pam_afs_session", "pam_krb5_migrate", "pam_fscrypt", "pam_zfs_key":
      return .success
    default: return nil
    }
  }

  /// An ordinary caller is not exempted, where that would make the rest unnecessary; where it is a condition to be let
  /// in at all, the stack is about those who meet it.
  private static func exemption(_ rule: PAMRule) -> PAMResult {
    switch rule.control.action(for: .success) {
    case .done, .jump: .auth_err
    case .ok, .ignore, .bad, .die, .reset, nil: .success
    }
  }
}
