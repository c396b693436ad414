/// A user's record and state together, as administration sees and changes them.
public struct StoredUser {
  /// `nil` for a user who is not enrolled, and to remove one.
  public internal(set) var record: UserRecord?
  public internal(set) var state: UserState
}
