import CPosix

/// The accounts of this machine, as the name service has them.
public enum UserDatabase {
  /// What a look-up gave. Absent and failed are different things: only the first may mean "no such person".
  public enum Lookup: Equatable, Sendable {
    case found(uid: UInt32)
    /// There is one, whose own name is another: name services may take capital letters for small ones, or a name with
    /// the domain for one without. Nothing is stored or permitted by such a name.
    case alias(uid: UInt32)
    case absent
    case failed(SystemFailure)

    /// Whether there certainly is such an account.
    public var isFound: Bool {
      if case .found = self { true } else { false }
    }
  }

  /// Looks an account up; its name is compared as bytes.
  public static func account(named name: UserName) -> Lookup {
    // SAFETY: withBytes gives a pointer and the number of bytes behind it.
    let account = unsafe FilePath(name.bytes).withBytes { unsafe cs_account_named($0, $1) }
    let errno = Errno(rawValue: -account.error)
    if account.error == 0 {
      return account.has_other_name == 0 ? .found(uid: account.uid) : .alias(uid: account.uid)
    }
    return errno == .noEntry ? .absent : .failed(SystemFailure(.account, errno))
  }

  /// Looks an account up by any name that leads to it.
  ///
  /// - Returns: the account's own name, and what a look-up of that gave.
  public static func settled(_ name: UserName) -> (user: UserName, account: Lookup) {
    let account = account(named: name)
    guard case .alias(let uid) = account, let own = UserDatabase.name(of: uid) else { return (name, account) }
    return (own, self.account(named: own))
  }

  /// Who started this process, whatever it has become since.
  public static var realUser: UInt32 { cs_real_user() }

  /// The effective user of this process.
  public static var effectiveUser: UInt32 { cs_effective_user() }
}
