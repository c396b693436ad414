extension UserState {
  /// From so many recovery codes on the user is told how many are left.
  private static let fewCodes = 2
  private static let minutesOfDay: UInt32 = 1_440

  /// Decides whether a user has to be told that recovery codes run low, at most once in 24 hours, and notes that it is
  /// being told.
  ///
  /// - Parameters:
  ///   - kinds: of factor that count.
  ///   - now: seconds since 1970.
  /// - Returns: how many are left; `nil` where there is nothing to tell.
  mutating func warnOfRecoveryCodes(of record: UserRecord, _ kinds: FactorKinds, now: UInt64) -> Int? {
    guard kinds.contains(.recoveryCodes), let set = record.recovery, let used = usedCodes(of: set) else { return nil }
    let left = set.count - used.nonzeroBitCount
    guard left <= UserState.fewCodes else { return nil }
    let minute = UInt32(clamping: now / 60)
    // A clock that was set back must not silence this until it has caught up.
    guard minute < recoveryWarned || minute - recoveryWarned >= UserState.minutesOfDay else { return nil }
    recoveryWarned = minute
    return max(0, left)
  }
}
