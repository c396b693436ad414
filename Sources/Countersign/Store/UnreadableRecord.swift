/// A record that could not be read, and why.
public struct UnreadableRecord: Equatable, Sendable {
  public let user: UserName
  public let failure: StoreFailure
}
