/// A group with its list of members.
public struct ListedGroup: Equatable, Sendable {
  public let gid: UInt32
  /// Those that the list names; a group need not list the accounts whose own group it is.
  public let members: [UserName]
}
