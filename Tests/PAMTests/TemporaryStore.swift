import Countersign
import Foundation
import OATH
import Testing

/// A store of its own for one test, in a directory that goes away with this object.
final class TemporaryStore {
  let root: URL
  let user: UserName
  /// The 20-byte key of RFC 4226 appendix D and RFC 6238 appendix B.
  static let secret = Array("12345678901234567890".utf8)

  /// The host key of the store.
  static let hostKey = [UInt8](0x60..<0x80)

  convenience init(user: String = "nobody") throws { try self.init(userBytes: Array(user.utf8)) }

  init(userBytes: [UInt8]) throws {
    root = FileManager.default.temporaryDirectory.appendingPathComponent("countersign-\(UUID().uuidString)")
    user = try #require(UserName(userBytes))
    let files = FileManager.default
    let closed: [FileAttributeKey: Any] = [.posixPermissions: 0o700]
    let directories = [
      "etc/countersign", "var/lib/countersign/users", "var/lib/countersign/state", "var/log/countersign", "pam.d",
    ]
    for directory in directories {
      try files.createDirectory(
        at: root.appendingPathComponent(directory), withIntermediateDirectories: true, attributes: closed)
    }
    try files.setAttributes(closed, ofItemAtPath: root.path)
    let key = "countersign-seal-key 1 " + TemporaryStore.hostKey.map { String(format: "%02X", $0) }.joined() + "\n"
    try write(Data(key.utf8), to: sealKey)
    try write(policy: "Mode mandatory")
  }

  deinit {
    try? FileManager.default.removeItem(at: root)
  }

  /// Puts a policy in place of the one that says `Mode mandatory`.
  func write(policy lines: String...) throws {
    try Data(lines.map { $0 + "\n" }.joined().utf8).write(to: policy)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: policy.path)
  }

  var policy: URL { root.appendingPathComponent("etc/countersign/countersign.conf") }
  var auditDirectory: URL { root.appendingPathComponent("var/log/countersign") }
  var audit: URL { auditDirectory.appendingPathComponent("audit.jsonl") }
  var sealKey: URL { root.appendingPathComponent("etc/countersign/seal.key") }
  var record: URL { file("users") }
  var state: URL { file("state") }
  var location: StoreLocation { StoreLocation(root: Array(root.path.utf8), lockWait: 1) }

  private func file(_ directory: String) -> URL {
    root.appendingPathComponent("var/lib/countersign/\(directory)/\(String(decoding: user.fileName, as: UTF8.self))")
  }

  func write(_ data: Data, to file: URL) throws {
    try data.write(to: file)
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
  }

  /// Enrols the user with a device that shows the codes of the published test key.
  @discardableResult
  func enroll(
    _ kind: DeviceKind, name: String = "Phone", next: UInt64 = 0, secret: [UInt8] = TemporaryStore.secret
  ) throws -> Device {
    let store = try UserStore(location)
    guard case .found(let uid) = UserDatabase.account(named: user) else { throw CocoaError(.fileNoSuchFile) }
    let name = try #require(DeviceName(Array(name.utf8)))
    return try store.enroll(
      user, uid: uid,
      device: .init(kind: kind, name: name, created: 1_795_503_004, nextMovingFactor: next),
      secret: secret.span)
  }

  /// Gives the user new recovery codes.
  func renewRecoveryCodes(created: UInt64 = 1_800_000_000) throws -> [String] {
    let codes = try RecoveryCodes()
    try UserStore(location).renew(recoveryCodes: codes, of: user, created: created)
    var texts: [String] = []
    for index in 0..<RecoveryCodeSet.size {
      var text = try SecretBytes(capacity: 32)
      codes.write(index, to: &text)
      texts.append(text.bytes.indices.map { String(UnicodeScalar(text.bytes[$0])) }.joined())
    }
    return texts
  }

  /// The state as it is on the disk.
  func readState() throws -> UserState {
    try UserStore(location).state(of: user)
  }

  func readRecord() throws -> UserRecord? {
    try UserStore(location).record(of: user)
  }
}
