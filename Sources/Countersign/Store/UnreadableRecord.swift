/// A record that could not be read, and why.
public struct UnreadableRecord: Equatable, Sendable {
  /// Whose record it is; `nil` for a token's.
  public let user: UserName?
  /// Of the token whose record it is.
  public let serial: TokenSerial?
  public let failure: StoreFailure
  /// The store that it is in: the files, or those of the break-glass store.
  public let store: StoreChoice
  /// Whether it is one that a migration has taken out of the files and keeps until the move is over.
  public let isKept: Bool

  init(user: UserName, failure: StoreFailure, store: StoreChoice = .files, isKept: Bool = false) {
    self.user = user
    serial = nil
    self.failure = failure
    self.store = store
    self.isKept = isKept
  }

  init(serial: TokenSerial, failure: StoreFailure, store: StoreChoice = .files) {
    user = nil
    self.serial = serial
    self.failure = failure
    self.store = store
    isKept = false
  }
}
