/// Whom a login is about, as the account database and the store have it. Settled before anything is asked.
enum Subject {
  case enrolled(UserStore.ReadRecord)
  case notEnrolled
  case unknownUser

  var enrolment: Enrolment {
    switch self {
    case .enrolled: .enrolled
    case .notEnrolled: .none
    case .unknownUser: .unknownUser
    }
  }

  /// Looks a user up.
  ///
  /// - Throws: whenever it is not certain; above all, a record that exists and cannot be used is never "not enrolled".
  static func find(
    _ user: UserName, _ account: UserDatabase.Lookup, in store: borrowing UserStore
  ) throws(StoreFailure) -> Subject {
    switch account {
    case .absent: return .unknownUser
    case .failed(let failure): throw .system(.record, failure)
    case .found(let uid):
      guard let read = try store.readRecord(of: user) else { return .notEnrolled }
      guard read.record.uid == uid else { throw .otherAccount(uid: uid) }
      return .enrolled(read)
    }
  }
}
