/// A record that a rotation of the host key looks at.
enum RotatedRecord {
  case user(UserName)
  case token(TokenSerial)

  /// The same with why it could not be read.
  func unreadable(_ failure: StoreFailure) -> UnreadableRecord {
    switch self {
    case .user(let user): UnreadableRecord(user: user, failure: failure)
    case .token(let serial): UnreadableRecord(serial: serial, failure: failure)
    }
  }

  func failure(_ failure: AdministrationFailure) -> KeyRotationFailure {
    switch self {
    case .user(let user): .record(user, failure)
    case .token(let serial): .token(serial, failure)
    }
  }
}
