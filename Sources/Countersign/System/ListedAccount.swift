/// An account that the name service enumerates.
public struct ListedAccount: Equatable, Sendable {
  public let name: UserName
  public let uid: UInt32
  /// The number of its own group.
  public let gid: UInt32
  /// Whether its shell is another one than `nologin` and `false`.
  public let hasShell: Bool

  public init(name: UserName, uid: UInt32, gid: UInt32, hasShell: Bool) {
    self.name = name
    self.uid = uid
    self.gid = gid
    self.hasShell = hasShell
  }
}
