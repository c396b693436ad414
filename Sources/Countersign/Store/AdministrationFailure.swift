/// Why a change to a user was not made. Nothing is changed then.
public enum AdministrationFailure: Error, Equatable, Sendable {
  case store(StoreFailure)
  case notEnrolled
  case noSuchDevice
  /// Another device of this user has the name.
  case nameTaken
  /// Removing it would leave the user without a device.
  case lastDevice
  /// The user has as many devices as there is room for.
  case tooManyDevices
  /// There is no bypass to revoke.
  case noBypass
  /// There is no temporary code to revoke.
  case noTemporaryCode
  /// What was to be granted would end before it begins.
  case noTime
  /// Four thousand million bypasses or codes were granted to this user.
  case numbersUsedUp
}
