import Countersign

/// What an entry of the module came to.
enum EntryOutcome {
  /// A login ended so.
  case login(Verdict, service: [UInt8])
  /// The application gave no handle or no user.
  case noUser
  /// Nothing to do in `pam_sm_setcred`.
  case noCredentials
  /// Nothing to say in `pam_sm_acct_mgmt`.
  case noAccountRule
}
