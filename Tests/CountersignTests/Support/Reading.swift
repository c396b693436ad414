@testable import Countersign

/// What reading a record gave.
enum Reading: Equatable {
  case record(UserRecord)
  case failure(StoreFailure)

  init(_ text: [UInt8], of user: UserName, key: borrowing SealKey) {
    do throws(StoreFailure) {
      self = .record(try RecordReader.read(text, of: user, key: key))
    } catch {
      self = .failure(error)
    }
  }

  var record: UserRecord? {
    if case .record(let record) = self { record } else { nil }
  }
}
