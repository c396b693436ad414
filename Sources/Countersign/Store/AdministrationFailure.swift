/// Why a change to a user was not made. Nothing is changed then.
public enum AdministrationFailure: Error, Equatable, Sendable {
  case store(StoreFailure)
  case notEnrolled
  /// The user has a device already, which a first enrolment must not meet.
  case alreadyEnrolled
  case noSuchDevice
  /// There are recovery codes, which are not to be replaced.
  case recoveryCodesThere
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
  /// There is no ticket to take back, or another one than was shown.
  case noTicket
  /// What was to be granted would end before it begins.
  case noTime
  /// The inventory has no token of this serial number.
  case noSuchToken
  /// This user has the token.
  case tokenInUse(UserName)
  /// The inventory has another token of this serial number.
  case serialTaken
  /// How far the token's counter went is not certain: a code of it has to confirm that.
  case counterUnknown
  /// Four thousand million bypasses or codes were granted to this user.
  case numbersUsedUp
}
