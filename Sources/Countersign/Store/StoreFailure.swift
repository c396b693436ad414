/// Why the store could not serve: closed, so that each case has its own log line and none can mean "not enrolled".
public enum StoreFailure: Error, Equatable, Sendable {
  case unfit(StorePlace, Unfitness)
  case system(StorePlace, SystemFailure)
  case malformedPolicy(PolicyFlaw)
  /// The policy asks for the time on the wall, which is not known.
  case localTime(LocalTimeFailure)
  /// The seal key file holds something else than one key.
  case malformedKey
  /// The same of the site key file.
  case malformedSiteKey
  case malformedRecord(RecordFlaw)
  /// The record of a hardware token.
  case malformedToken(RecordFlaw)
  /// The account has this uid now, and had another when it was enrolled.
  case otherAccount(uid: UInt32)
  /// Both slots of the state file are damaged.
  case damagedState
  /// A device of the record has no place in the state file.
  case incompleteState
  /// The state file has no room for another device.
  case fullState
  /// Another process kept the lock for the whole wait, in seconds.
  case locked(seconds: UInt32)
  case seal(SealFailure)
  /// The directory gave no answer that counts.
  case directory(DirectoryFault)
  /// Another host was faster each time, until the time for it was over; nothing has changed.
  case overtaken
  /// The user is being moved into the directory or out of it.
  case moving
}
