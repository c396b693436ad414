import CPosix

/// Accounts and groups as a whole, for reports; a login looks up what it needs one by one.
extension UserDatabase {
  /// All accounts that the name service enumerates. Directories seldom do.
  public static func accounts() throws(SystemFailure) -> [ListedAccount] {
    var reader = LittleEndianReader(unsafe try taken(cs_accounts())[...])
    var accounts: [ListedAccount] = []
    while !reader.isAtEnd { if let account = account(&reader) { accounts.append(account) } }
    return accounts
  }

  /// One account by its name, as ``accounts()`` has it.
  ///
  /// - Returns: `nil` when there is no such account.
  public static func listedAccount(named name: UserName) throws(SystemFailure) -> ListedAccount? {
    // SAFETY: withBytes gives a pointer and the number of bytes behind it.
    let answer = unsafe FilePath(name.bytes).withBytes { unsafe cs_listed_account($0, $1) }
    if unsafe answer.error == -Errno.noEntry.rawValue { return nil }
    var reader = LittleEndianReader(unsafe try taken(answer)[...])
    return account(&reader)
  }

  /// - Returns: `nil` for a name that is none.
  private static func account(_ reader: inout LittleEndianReader) -> ListedAccount? {
    let (uid, gid) = (reader.uint32(), reader.uint32())
    let hasShell = reader.uint8() == 1
    return UserName(reader.text()).map { ListedAccount(name: $0, uid: uid, gid: gid, hasShell: hasShell) }
  }

  /// A group with all of its members.
  ///
  /// - Returns: `nil` when there is no such group.
  public static func group(named name: [UInt8]) throws(SystemFailure) -> ListedGroup? {
    // SAFETY: withBytes gives a pointer and the number of bytes behind it.
    let answer = unsafe FilePath(name).withBytes { unsafe cs_group_members($0, $1) }
    if unsafe answer.error == -Errno.noEntry.rawValue { return nil }
    var reader = LittleEndianReader(unsafe try taken(answer)[...])
    let gid = reader.uint32()
    var members: [UserName] = []
    while !reader.isAtEnd { if let name = UserName(reader.text()) { members.append(name) } }
    return ListedGroup(gid: gid, members: members)
  }

  /// Takes the bytes over and frees them.
  private static func taken(_ bytes: cs_bytes) throws(SystemFailure) -> [UInt8] {
    // SAFETY: data is null with a length of 0, or has as many bytes as `length` says; nobody else has them, and they
    // are freed once.
    var bytes = unsafe bytes
    defer { unsafe cs_bytes_free(&bytes) }
    try unsafe checked(.list, bytes.error)
    return unsafe Array(UnsafeBufferPointer(start: bytes.data, count: bytes.length))
  }
}
