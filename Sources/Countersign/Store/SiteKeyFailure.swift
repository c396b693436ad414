/// Why a step of changing the site key was not taken. What was done before stays done, and every record opens.
public enum SiteKeyFailure: Error, Equatable, Sendable {
  /// Another command is at it, or at the host key.
  case alreadyRunning
  /// There are two keys already.
  case twoKeys
  /// This host has no key of that name.
  case unknownKey
  /// It is the key that seals.
  case sealing
  case store(StoreFailure)
  /// The entry of this user could not be written.
  case user(UserName, StoreFailure)
}
