/// What logins change about a user: everything that must survive a login, and nothing secret.
public struct UserState: Equatable, Sendable {
  public internal(set) var devices: [DeviceState] = []
  /// Which set of recovery codes `recoveryUsed` is about; 0 before the first.
  var recoverySet: UInt32 = 0
  /// A bit for each used code, the first code lowest.
  var recoveryUsed: UInt16 = 0
  /// The wrong recovery codes in a row.
  public internal(set) var recoveryMisses = MissCount()
  /// When the user was last told that recovery codes run low, in minutes since 1970; 0 for never.
  var recoveryWarned: UInt32 = 0
  /// The number of the newest bypass there was; 0 before the first.
  var bypassNumber: UInt32 = 0
  /// How often that one was used.
  var bypassUses: UInt32 = 0
  /// The number of the newest temporary code that no longer counts; 0 before the first.
  var temporaryUsed: UInt32 = 0
  /// The wrong temporary codes in a row.
  public internal(set) var temporaryMisses = MissCount()
  /// Successes that are not asked for again, at most eight.
  public internal(set) var remembered: [RememberedSuccess] = []

  public init() {}

  /// The state of a device.
  public func device(_ id: UInt32) -> DeviceState? {
    devices.first { $0.id == id }
  }

  /// The time of the last use or wrong code that this state knows of, seconds since 1970; 0 for none.
  public var lastEvent: UInt64 {
    let latest = devices.reduce(max(recoveryMisses.last, temporaryMisses.last)) { latest, device in
      max(latest, device.lastUsed, device.misses.last)
    }
    return remembered.reduce(latest) { max($0, $1.since) }
  }

  /// Puts a device's state in its place, behind the others if it is new.
  mutating func set(_ device: DeviceState) {
    if let index = devices.firstIndex(where: { $0.id == device.id }) {
      devices[index] = device
    } else {
      devices.append(device)
    }
  }

  /// Forgets devices that are no longer in the record.
  mutating func keepOnly(_ record: UserRecord) {
    devices.removeAll { state in !record.devices.contains { $0.id == state.id } }
  }

  /// This state with what an older one says of recovery codes, temporary codes and bypasses: it may stand beside the
  /// old record, and takes nothing away from it.
  func retaining(_ older: UserState) -> UserState {
    var state = self
    (state.recoverySet, state.recoveryUsed, state.recoveryMisses) =
      (older.recoverySet, older.recoveryUsed, older.recoveryMisses)
    (state.temporaryUsed, state.temporaryMisses) = (older.temporaryUsed, older.temporaryMisses)
    (state.bypassNumber, state.bypassUses) = (older.bypassNumber, older.bypassUses)
    return state
  }

  /// Which codes of a set are used.
  ///
  /// - Returns: `nil` when the set is older than the one this state knows: an old record was put back, and which of
  ///   its codes were used is no longer known.
  public func usedCodes(of set: RecoveryCodeSet) -> UInt16? {
    if set.number == recoverySet { return recoveryUsed }
    return set.number > recoverySet ? 0 : nil
  }
}
