import Countersign
import FoundationEssentials
import OATH
import Words

/// The store of one login that is tried, with one user in it whose device is known here.
struct TrialStore {
  let location: StoreLocation
  /// Who is enrolled; `nil` where nobody is.
  let user: UserName?
  private let secret: SharedSecret

  private var root: String { String(decoding: location.root, as: UTF8.self) }

  /// - Parameters:
  ///   - root: an empty folder.
  ///   - user: an account of this machine, who is enrolled.
  init(root: String, policy: TrialPolicy, enrolling user: UserName?) throws(Complaint) {
    let location = StoreLocation(root: Array(root.utf8))
    self.location = location
    self.user = user
    secret = try TrialStore.newSecret()
    do { try StoreFounding.found(location) } catch { throw Complaint(error, user: nil, at: location) }
    try TrialScratch.write(
      policy.text, to: "\(root)/etc/countersign/countersign.conf", permissions: 0o644)
    if let user { try enroll(user, secret.secret) }
  }

  private static func newSecret() throws(Complaint) -> SharedSecret {
    let secret = try Complaint.attempting("cannot make a secret") { () throws(SystemFailure) in
      var secret = try SecretBytes(capacity: 20)
      secret.resize(to: 20)
      var room = secret.mutableBytes
      try Randomness.fill(&room)
      return secret
    }
    return SharedSecret(secret)
  }

  private func enroll(_ user: UserName, _ secret: borrowing SecretBytes) throws(Complaint) {
    guard let parameters = TOTPParameters(), let name = DeviceName(Array("Trial".utf8)),
      case .found(let uid) = UserDatabase.account(named: user)
    else {
      throw Complaint("there is no account named \(DisplayText.of(user))", hint: "name one of this machine")
    }
    let device = UserStore.NewDevice(
      kind: .totp(parameters), name: name, created: try Workplace.time(), nextMovingFactor: 0)
    let store: UserStore
    do { store = try UserStore(location) } catch { throw Complaint(error, user: user, at: location) }
    do { try store.enroll(user, uid: uid, device: device, secret: secret.bytes) } catch {
      throw Complaint(error, user: user, at: location)
    }
  }

  /// The code that the device shows now, or one that it does not show anywhere near.
  func code(right: Bool) throws(Complaint) -> UInt32 {
    let now = TOTP.timeStep(at: try Workplace.time(), period: .thirtySeconds)
    guard let code = try value(now) else { throw Complaint("no code can be computed", hint: "report this") }
    guard !right else { return code }
    var near: Set<UInt32> = []
    for distance in UInt64(0)...60 {
      if let value = try value(now &+ distance) { near.insert(value) }
      if let value = try value(now &- distance) { near.insert(value) }
    }
    return (0...UInt32(near.count)).first { !near.contains($0) } ?? 0
  }

  private func value(_ step: UInt64) throws(Complaint) -> UInt32? {
    do throws(SystemFailure) { return try TrialStore.value(step, secret.secret) } catch {
      throw Complaint(error, doing: "cannot compute a code")
    }
  }

  private static func value(_ step: UInt64, _ secret: borrowing SecretBytes) throws(SystemFailure) -> UInt32? {
    var digest = try SecretBytes(capacity: HashAlgorithm.sha1.digestLength)
    digest.resize(to: digest.capacity)
    let message = HOTP.message(step)
    var room = digest.mutableBytes
    HMAC.authenticate(message.span, key: secret.bytes, algorithm: .sha1, into: &room)
    return HOTP.value(ofDigest: digest.bytes, digits: .six)
  }

  /// Spoils the store.
  func damage(_ damage: TrialDamage) throws(Complaint) {
    let record = "\(root)/var/lib/countersign/users/\(user.map { DisplayText.of($0.fileName) } ?? "")"
    do {
      switch damage {
      case .recordOpen:
        try FileManager.default.setAttributes([.posixPermissions: 0o666], ofItemAtPath: record)
      case .recordCut:
        try FileManager.default.removeItem(atPath: record)
        try TrialScratch.write(Array("countersign-user 1\n".utf8), to: record)
      case .recordsMissing: try FileManager.default.removeItem(atPath: "\(root)/var/lib/countersign/users")
      case .keyMissing: try FileManager.default.removeItem(atPath: "\(root)/etc/countersign/seal.key")
      case .allMissing: try FileManager.default.removeItem(atPath: root)
      }
    } catch {
      throw Complaint("the store of a trial cannot be changed", hint: "look whether there is room in its folder")
    }
  }
}
