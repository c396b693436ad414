/// Why a user was not moved.
public enum MigrationFailure: Error, Equatable, Sendable {
  case store(StoreFailure)
  /// Nothing is stored of the user, in the files or in the directory.
  case notEnrolled
  /// There is a record in the files, and another one in the directory.
  case inBoth
  /// Another host has begun to move the user, and not come to an end.
  case begunElsewhere
  /// The move had begun here, and the user was taken out of the directory before it went on. The record is kept.
  case takenAway
  /// Since another provider took over, a device was not used that counts; only the directory knows that it is in doubt.
  case inDoubt
  /// What stands there after writing is not what was written.
  case notVerified
}
