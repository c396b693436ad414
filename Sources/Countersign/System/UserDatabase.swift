import CPosix

/// The accounts of this machine, as the name service has them.
public enum UserDatabase {
  /// What a look-up gave. Absent and failed are different things: only the first may mean "no such person".
  public enum Lookup: Equatable, Sendable {
    case found(uid: UInt32)
    case absent
    case failed(SystemFailure)

    /// Whether there certainly is such an account.
    public var isFound: Bool {
      if case .found = self { true } else { false }
    }
  }

  /// Looks an account up; the name is compared as bytes.
  public static func account(named name: UserName) -> Lookup {
    // SAFETY: withBytes gives a pointer and the number of bytes behind it.
    let account = unsafe FilePath(name.bytes).withBytes { unsafe cs_account_named($0, $1) }
    let errno = Errno(rawValue: -account.error)
    if account.error == 0 { return .found(uid: account.uid) }
    return errno == .noEntry ? .absent : .failed(SystemFailure(.account, errno))
  }

  /// Who started this process, whatever it has become since.
  public static var realUser: UInt32 { cs_real_user() }

  /// The effective user of this process.
  public static var effectiveUser: UInt32 { cs_effective_user() }
}
