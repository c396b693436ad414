import OATH
import Testing

@testable import Countersign

/// A store with a few people in it whose host key is rotated.
struct RotationBench {
  static let people = ["alice", "bob", "carol"]

  let store: TemporaryStore
  let users: [UserName]
  /// The store as somebody opened it before anything was rotated.
  let records: [UserRecord]

  init() throws {
    // Not at once, as a program that another test starts may have a lock for a moment.
    store = try TemporaryStore(lockWait: 5)
    users = try Self.people.map { try TestRecord.user($0) }
    let opened = try store.open()
    try opened.enroll(users[0], next: 7, codes: TestRecord.recovery().codes)
    try opened.enroll(users[0], TestRecord.hotp(), name: "Token", next: 8)
    _ = try opened.disable(device: 2, of: users[0], at: 5)
    try opened.grantBypass(TestHelpdesk.terms(), to: users[0], uid: 1_000)
    let code = try FreshTemporaryCode()
    try opened.issueTemporaryCode(code, to: users[0], uid: 1_000, created: 5, until: 50, by: users[1])
    try opened.enroll(users[1], TestRecord.hotp(), next: 9)
    try opened.enroll(users[2], TestRecord.totp(.sha256, digits: .eight), next: 10)
    records = try users.map { try #require(try opened.record(of: $0)) }
  }

  func rotate() throws(KeyRotationFailure) -> KeyRotationOutcome {
    let rotation = try KeyRotation(store.location)
    return try rotation.run()
  }

  /// The keys in the key file.
  func keys() throws -> SealKeyRing {
    let content = try store.folder.read(TemporaryStore.key)
    return try #require(try SealKeyRing.parse(content.span))
  }

  /// Whether every record opens, through a store of now or of earlier, and says what it said before.
  func isWhole(_ opened: borrowing UserStore) throws -> Bool {
    for (user, old) in zip(users, records) {
      guard let new = try opened.record(of: user), try text(new) == text(old) else { return false }
      for device in new.devices {
        let secret = try opened.secret(of: device, of: user)
        guard Bytes.copy(secret.bytes) == TestRecord.secret else { return false }
      }
    }
    return true
  }

  /// All that a record says but what depends on the key: each line without its secret, and not the check line.
  private func text(_ record: UserRecord) throws -> [String] {
    let lines = Bytes.text(RecordFormat.write(record, key: try TestKey.make())).split(separator: "\n")
    return lines.dropLast().map { line in
      line.split(separator: " ").filter { !$0.hasPrefix("secret=") }.joined(separator: " ")
    }
  }

  /// Whether just these keys, and no other, open every record.
  func isUnder(_ key: SharedSealKey) throws -> Bool {
    let opened = try store.open()
    for user in users {
      guard let read = try opened.readRecord(of: user, keys: SealKeyRing(key)) else { return false }
      guard read.record.devices.allSatisfy({ $0.secret.keyIdentifier == key.identifier }) else { return false }
    }
    return true
  }

  /// What rotating leaves when it comes to its end.
  func expectFinished(_ what: String = "") throws {
    let keys = try keys()
    #expect(keys.retiring == nil, "\(what)")
    #expect(try isUnder(keys.current), "\(what)")
    #expect(try isWhole(try store.open()), "\(what)")
    #expect(try store.folder.names(in: "etc/countersign") == ["seal.key"], "\(what)")
    #expect(try store.folder.mode(of: TemporaryStore.key) == 0o600, "\(what)")
    for directory in [TemporaryStore.users, TemporaryStore.states] {
      #expect(try store.folder.names(in: directory) == Set(Self.people), "\(what)")
    }
  }
}

extension KeyRotationOutcome {
  /// What was done, if the old key is gone.
  var finished: KeyRotationCount? {
    if case .finished(let count) = self { count } else { nil }
  }
}
