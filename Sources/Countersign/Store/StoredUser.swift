/// A user's record and state together, as administration sees and changes them.
public struct StoredUser {
  /// `nil` for a user of whom nothing is stored, and to remove one.
  public internal(set) var record: UserRecord?
  public internal(set) var state: UserState

  /// The record, or a new one without devices.
  ///
  /// - Parameter uid: the account's uid now.
  func recordOrNew(of user: UserName, uid: UInt32) throws(AdministrationFailure) -> UserRecord {
    let record = record ?? UserRecord(user: user, uid: uid)
    guard record.uid == uid else { throw .store(.otherAccount(uid: uid)) }
    return record
  }

  /// Puts a record back from which something was taken; one that holds nothing any more goes altogether.
  mutating func keep(_ record: UserRecord) {
    self.record = record.isEmpty ? nil : record
  }

  /// Takes the recovery codes away; putting the old record back brings none of them back.
  mutating func retireRecoveryCodes(of record: inout UserRecord) {
    guard let set = record.recovery else { return }
    if set.number >= state.recoverySet {
      state.recoverySet = set.number
      state.recoveryUsed = (1 << UInt16(RecoveryCodeSet.size)) - 1
    }
    state.recoveryMisses = MissCount()
    record.recovery = nil
  }

  /// Takes the ticket of a user away who has a device now, however it came there.
  mutating func retireTicketOfEnrolled() {
    guard let record, record.isEnrolled, let ticket = record.ticket else { return }
    retire(ticket)
    self.record?.temporary = nil
  }

  /// Lets a temporary code count no longer.
  mutating func retire(_ code: TemporaryCode) {
    state.temporaryUsed = max(state.temporaryUsed, code.number)
    state.temporaryMisses = MissCount()
  }
}
