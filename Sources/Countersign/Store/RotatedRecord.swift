/// A record that a rotation of the host key looks at.
enum RotatedRecord {
  case user(UserName)
  case token(TokenSerial)
  /// One that a migration has taken out of the files and keeps until the move is over.
  case kept(UserName)

  /// The same with why it could not be read.
  ///
  /// - Parameter store: the one that it is in.
  func unreadable(_ failure: StoreFailure, in store: StoreChoice) -> UnreadableRecord {
    switch self {
    case .user(let user): UnreadableRecord(user: user, failure: failure, store: store)
    case .token(let serial): UnreadableRecord(serial: serial, failure: failure, store: store)
    case .kept(let user): UnreadableRecord(user: user, failure: failure, store: store, isKept: true)
    }
  }

  func failure(_ failure: AdministrationFailure) -> KeyRotationFailure {
    switch self {
    case .user(let user), .kept(let user): .record(user, failure)
    case .token(let serial): .token(serial, failure)
    }
  }
}
