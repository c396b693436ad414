/// What is stored of a user, as it stood at one moment; for showing it.
public struct UserGlance: Equatable, Sendable {
  public let record: UserRecord
  public let state: UserState

  /// Whether a login would look at each factor.
  ///
  /// - Parameter now: seconds since 1970.
  public func factors(under settings: PolicySettings, now: UInt64) -> [FactorPreview] {
    FactorForesight(record: record, state: state, settings: settings, now: now).factors
  }
}

extension UserStore {
  /// What is stored of a user, read without keeping a login waiting.
  ///
  /// - Returns: `nil` when nothing is, or when it was taken away meanwhile.
  public borrowing func glance(at user: UserName) throws(StoreFailure) -> UserGlance? {
    // What is new is in the state before it is in the record, and a record goes before its state.
    guard let record = try record(of: user) else { return nil }
    do throws(StoreFailure) {
      return UserGlance(record: record, state: try glancedState(of: user))
    } catch {
      if error == .unfit(.state, .missing), try readRecord(of: user) == nil { return nil }
      throw error
    }
  }

  /// The state without its lock: each slot carries a checksum, so that what is read is what was written. Only where a
  /// slot is damaged, or is being written just now, the lock says which.
  @inline(never)
  borrowing func glancedState(of user: UserName) throws(StoreFailure) -> UserState {
    if DirectoryStore.isUsable, let directory = try directory(of: user) {
      guard let entry = try directory.asRead(user) else { throw .unfit(.state, .missing) }
      return entry.state
    }
    let size = UInt64(StateFormat.fileSize)
    let file = try CheckedFile(
      UserStore.statePath(of: user), in: base, mode: .read, place: .state, owner: location.owner, sizes: size...size)
    if let slots = try? StateSlots(try file.content(place: .state), user: user), !slots.fellBack {
      return slots.current.state
    }
    return try lockState(of: user).state
  }
}
