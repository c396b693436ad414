/// A record that could not be read, and why.
public struct UnreadableRecord: Equatable, Sendable {
  /// Whose record it is; `nil` for a token's.
  public let user: UserName?
  /// Of the token whose record it is.
  public let serial: TokenSerial?
  public let failure: StoreFailure

  init(user: UserName, failure: StoreFailure) {
    self.user = user
    serial = nil
    self.failure = failure
  }

  init(serial: TokenSerial, failure: StoreFailure) {
    user = nil
    self.serial = serial
    self.failure = failure
  }
}
