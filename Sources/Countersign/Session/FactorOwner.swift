/// Whose factor is asked for, and the account of that name.
struct FactorOwner {
  let user: UserName
  let account: UserDatabase.Lookup

  /// The one who logs in.
  init(_ user: UserName, _ account: UserDatabase.Lookup) {
    self.user = user
    self.account = account
  }

  /// The one who calls `su` or `sudo`.
  ///
  /// - Returns: `nil` unless the application names a caller whose account is that of the process itself, and no host:
  ///   other services take `PAM_RUSER` from the network, and may run as root when they say that root calls.
  init?(callerOf request: LoginRequest, realUser: UInt32) {
    guard (request.address ?? []).isEmpty, let name = request.caller.flatMap({ UserName($0) }) else { return nil }
    let (user, account) = UserDatabase.settled(name)
    guard account == .found(uid: realUser) else { return nil }
    self.init(user, account)
  }
}
