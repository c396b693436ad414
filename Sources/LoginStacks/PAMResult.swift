/// The results of a module by the names that brackets in a PAM file use, in the order of their numbers.
public enum PAMResult: String, CaseIterable, Sendable {
  case success, open_err, symbol_err, service_err, system_err, buf_err, perm_denied, auth_err, cred_insufficient
  case authinfo_unavail, user_unknown, maxtries, new_authtok_reqd, acct_expired, session_err, cred_unavail
  case cred_expired, cred_err, no_module_data, conv_err, authtok_err, authtok_recover_err, authtok_lock_busy
  case authtok_disable_aging, try_again, ignore, abort, authtok_expired, module_unknown, bad_item, conv_again
  case incomplete

  /// Whether a module says with it that somebody may come in.
  public var isSuccess: Bool { self == .success || self == .new_authtok_reqd }
  /// Whether a module says with it that somebody may not come in, or that it could not find out.
  public var isFailure: Bool { !isSuccess && self != .ignore }
}
