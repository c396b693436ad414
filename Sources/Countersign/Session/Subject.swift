/// Whom a login is about, as the account database and the store have it. Settled before anything is asked.
enum Subject {
  case enrolled(UserStore.ReadRecord)
  /// Without a device; a record may be there all the same, with a bypass or a temporary code.
  case notEnrolled(UserStore.ReadRecord?)
  case unknownUser

  /// What is stored about the user, if anything is.
  var record: UserStore.ReadRecord? {
    switch self {
    case .enrolled(let read): read
    case .notEnrolled(let read): read
    case .unknownUser: nil
    }
  }

  /// Whether it is certain that there is an account, and no device.
  var lacksDevice: Bool {
    if case .notEnrolled = self { true } else { false }
  }

  var enrolment: Enrolment {
    switch self {
    case .enrolled: .enrolled
    case .notEnrolled: .none
    case .unknownUser: .unknownUser
    }
  }

  /// Looks up whether the owner of the factor has one.
  ///
  /// - Throws: whenever it is not certain; above all, a record that exists and cannot be used is never "not enrolled".
  static func find(_ owner: FactorOwner, in store: borrowing UserStore) throws(StoreFailure) -> Subject {
    switch owner.account {
    case .absent: return .unknownUser
    case .failed(let failure): throw .system(.record, failure)
    case .alias(let uid): throw .otherAccount(uid: uid)
    case .found(let uid):
      guard let read = try store.readRecord(of: owner.user) else { return .notEnrolled(nil) }
      guard read.record.uid == uid else { throw .otherAccount(uid: uid) }
      return read.record.isEnrolled ? .enrolled(read) : .notEnrolled(read)
    }
  }
}
