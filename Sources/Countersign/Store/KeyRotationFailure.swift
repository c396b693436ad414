/// Why a rotation of the host key did not go on. Every record opens all the same, and the next rotation goes on from
/// where this one was.
public enum KeyRotationFailure: Error, Equatable, Sendable {
  /// Another rotation has not ended.
  case alreadyRunning
  /// Somebody has put other keys into the key file meanwhile.
  case keysChanged
  case store(StoreFailure)
  /// The same about the store of those who may get in while the directory is away.
  indirect case breakGlass(KeyRotationFailure)
  /// The record of this user could not be written.
  case record(UserName, AdministrationFailure)
  /// The record of this token could not be written.
  case token(TokenSerial, AdministrationFailure)
}
