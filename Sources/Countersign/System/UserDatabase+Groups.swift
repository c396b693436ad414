import CPosix

extension UserDatabase {
  /// More groups than this are a failure; it is the kernel's own limit.
  private static let mostGroups = 65_536

  /// Those of some groups that a user is in, as the name service has it: by the number of each group, and by its list
  /// of members.
  ///
  /// Both are needed: glibc's `getgrouplist` keeps silent about a directory that does not answer, and then looking the
  /// group up by its name fails; and a directory need not list members that have the group as their own.
  ///
  /// - Parameter names: a group that does not exist has no members.
  /// - Returns: in the order of `names`; none for a user without an account.
  /// - Throws: when a look-up failed, which may not be taken for "not in this group".
  public static func groups(
    of user: UserName, among names: [[UInt8]]
  ) throws(SystemFailure) -> [[UInt8]] {
    guard !names.isEmpty, let memberships = try groupNumbers(of: user) else { return [] }
    var found: [[UInt8]] = []
    for name in names where try isMember(user, of: name, memberships) { found.append(name) }
    return found
  }

  /// Whether there is a group of this name.
  ///
  /// - Throws: when that is not known.
  public static func hasGroup(named name: [UInt8]) throws(SystemFailure) -> Bool {
    try group(named: name, listing: [UInt8(ascii: "-")]) != nil
  }

  private static func isMember(
    _ user: UserName, of name: [UInt8], _ memberships: [UInt32]
  ) throws(SystemFailure) -> Bool {
    guard let group = try group(named: name, listing: user.bytes) else { return false }
    return group.lists_user != 0 || memberships.contains(group.gid)
  }

  private static func group(named name: [UInt8], listing user: [UInt8]) throws(SystemFailure) -> cs_group? {
    // SAFETY: withBytes gives a pointer and the number of bytes behind it, twice.
    let group = unsafe FilePath(name).withBytes { bytes, count in
      unsafe FilePath(user).withBytes { unsafe cs_group_named(bytes, count, $0, $1) }
    }
    let errno = Errno(rawValue: -group.error)
    if errno == .noEntry { return nil }
    guard group.error == 0 else { throw SystemFailure(.group, errno) }
    return group
  }

  /// The numbers of all groups that a user is in; `nil` without an account.
  private static func groupNumbers(of user: UserName) throws(SystemFailure) -> [UInt32]? {
    let name = FilePath(user.bytes)
    // SAFETY: withBytes gives a pointer and the number of bytes behind it.
    let account = unsafe name.withBytes { unsafe cs_account_named($0, $1) }
    let errno = Errno(rawValue: -account.error)
    if errno == .noEntry { return nil }
    guard account.error == 0 else { throw SystemFailure(.account, errno) }
    var capacity = 64
    while true {
      var numbers = [UInt32](repeating: 0, count: capacity)
      // SAFETY: as above, and the array has room for `capacity` numbers.
      let count = unsafe name.withBytes { unsafe cs_groups_of($0, $1, account.gid, &numbers, capacity) }
      if count >= 0 { return Array(numbers.prefix(Int(count))) }
      let errno = Errno(rawValue: -count)
      guard errno == .outOfRange, capacity < mostGroups else { throw SystemFailure(.groupList, errno) }
      capacity *= 4
    }
  }
}
