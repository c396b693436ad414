/// What there is to do for a user who is to be moved, from what is found in the files and in the directory.
///
/// An entry with generation 0 lets nobody in. Each step leaves one place at most that does, so that whatever is
/// interrupted between two of them refuses, and can be gone on with.
enum MigrationPlan: Equatable {
  /// Where the user is to be.
  enum Destination: Equatable {
    case directory, files
  }

  /// That this host has begun to move the user.
  enum Mark: Equatable {
    case none
    /// Only that.
    case begun
    /// The record that was in the files.
    case record
  }

  /// The user is there, and nothing is left of a move.
  case nothing
  /// The user is there; only marks are left.
  case tidy
  /// Into the directory, from the beginning.
  ///
  /// - Parameter clears: whether an earlier try has left an entry.
  case moveIn(clears: Bool)
  /// The entry is complete, and only has to be let count.
  case admit
  /// Into the files, from the beginning.
  case moveOut
  /// The entry counts no more; the files are missing.
  case settle
  /// The files are there; the entry that counts no more is to be taken away.
  case drop

  /// - Parameter generation: `nil` where there is no entry.
  static func plan(
    to destination: Destination, isInFiles: Bool, mark: Mark, generation: UInt64?
  ) throws(MigrationFailure) -> MigrationPlan {
    guard let generation else { return try withoutEntry(destination, isInFiles, mark) }
    guard generation > 0 else {
      guard mark != .none else { throw .begunElsewhere }
      switch destination {
      case .directory: return isInFiles ? .moveIn(clears: true) : .admit
      case .files: return isInFiles ? .drop : .settle
      }
    }
    guard !isInFiles else { throw .inBoth }
    switch destination {
    case .directory: return mark == .none ? .nothing : .tidy
    case .files: return .moveOut
    }
  }

  private static func withoutEntry(
    _ destination: Destination, _ isInFiles: Bool, _ mark: Mark
  ) throws(MigrationFailure) -> MigrationPlan {
    guard isInFiles else { throw mark == .record ? .takenAway : .notEnrolled }
    switch destination {
    case .directory: return .moveIn(clears: false)
    case .files: return mark == .none ? .nothing : .tidy
    }
  }
}
