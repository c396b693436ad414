extension UserStore {
  /// Stores what a user brings from another system: devices with where they stand, and recovery codes.
  ///
  /// - Parameter uid: the account's uid now.
  /// - Returns: what became of each device; one whose secret the user has already is not stored again.
  public borrowing func adopt(
    _ adoption: Adoption, for user: UserName, uid: UInt32
  ) throws(AdministrationFailure) -> Adoption.Outcome {
    var outcome: Adoption.Outcome?
    try change(user) { (stored, key) throws(AdministrationFailure) in
      outcome = try adoption.apply(to: &stored, of: user, uid: uid, key: key)
    }
    guard let outcome else { throw .notEnrolled }
    return outcome
  }

  /// Finds out what ``adopt(_:for:uid:)`` would do, and writes nothing.
  public borrowing func rehearse(
    _ adoption: Adoption, for user: UserName, uid: UInt32
  ) throws(AdministrationFailure) -> Adoption.Outcome {
    let read: ReadRecord?
    let key: SharedSealKey
    var stored = StoredUser(record: nil, state: UserState())
    do throws(StoreFailure) {
      read = try readRecord(of: user)
      if let read { key = read.key } else { key = try currentKey() }
      if let read { stored = StoredUser(record: read.record, state: try state(of: user)) }
    } catch {
      throw .store(error)
    }
    return try adoption.apply(to: &stored, of: user, uid: uid, key: key.key)
  }
}
