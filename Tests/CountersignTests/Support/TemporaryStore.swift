import Foundation
import OATH
import Testing

@testable import Countersign

/// A store that belongs to whoever runs the tests, in a folder that goes away with this object.
final class TemporaryStore: Sendable {
  static let users = "var/lib/countersign/users"
  static let states = "var/lib/countersign/state"
  static let audit = "var/log/countersign"
  static let key = "etc/countersign/seal.key"
  static let siteKey = "etc/countersign/site.key"

  let folder: TemporaryFolder
  let location: StoreLocation

  /// - Parameter lockWait: in seconds; 0 gives up at once, also where a child that another test is just starting still
  ///   has the descriptor of a lock that was let go.
  init(lockWait: UInt32 = 5) throws {
    folder = try TemporaryFolder()
    location = StoreLocation(
      root: Bytes.of(folder.url.path), owner: UserDatabase.effectiveUser, lockWait: lockWait)
    for name in ["etc/countersign", Self.users, Self.states, Self.audit] {
      try FileManager.default.createDirectory(
        at: folder[name], withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
    }
    try folder.write(TestKey.file(), to: Self.key)
  }

  func open() throws(StoreFailure) -> UserStore { try UserStore(location) }

  func statePath(_ user: UserName) -> String { Self.states + "/" + Bytes.text(user.fileName) }
  func recordPath(_ user: UserName) -> String { Self.users + "/" + Bytes.text(user.fileName) }

  /// Every file of the store with its content.
  func files() throws -> [String: [UInt8]] {
    var files: [String: [UInt8]] = [:]
    for directory in [Self.users, Self.states] {
      for name in try folder.names(in: directory) {
        files["\(directory)/\(name)"] = try folder.read("\(directory)/\(name)")
      }
    }
    return files
  }

  /// Whether the store has just these files, with this content.
  func holds(_ expected: [String: [UInt8]]) throws -> Bool { try files() == expected }
}

extension UserStore {
  /// Enrols a device with the published key.
  @discardableResult
  borrowing func enroll(
    _ user: UserName, _ kind: DeviceKind = TestRecord.totp(), name: String = "Phone", next: UInt64 = 0,
    uid: UInt32 = 1_000, codes: [RecoveryCodeSet.HashedCode]? = nil
  ) throws(AdministrationFailure) -> Device {
    guard let name = DeviceName(Bytes.of(name)) else { throw .noSuchDevice }
    let new = NewDevice(kind: kind, name: name, created: TestRecord.created, nextMovingFactor: next)
    let secret = TestRecord.secret
    return try enroll(user, uid: uid, device: new, secret: secret.span, recoveryCodes: codes)
  }
}
