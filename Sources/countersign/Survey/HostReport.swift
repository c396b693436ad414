import Countersign
import Words

/// All that the store and the policy say of the people of a host, put together.
struct HostReport {
  /// Somebody who has a device.
  struct EnrolledUser {
    let user: UserName
    let devices: Int
    /// Seconds since 1970; 0 for never.
    let lastUsed: UInt64
  }

  /// A device that has not been used for long.
  struct UnusedDevice {
    let user: UserName
    let device: Device
    /// Seconds since 1970; 0 for never.
    let lastUsed: UInt64
  }

  /// A factor that is not asked now.
  struct RestingFactor {
    let user: UserName
    let factor: FactorPreview
  }

  /// A device that will soon count no longer.
  struct ExpiringDevice {
    let user: UserName
    let device: Device
    /// Seconds since 1970.
    let expires: UInt64
  }

  /// Within how many seconds a device that expires is worth a notice: 30 days.
  static let notice: UInt64 = 30 * 86_400

  /// Somebody who is not enrolled and should be.
  struct Missing {
    let user: UserName
    let need: AccountSurvey.Need
  }

  /// A bypass that some login could still use.
  struct RunningBypass {
    let user: UserName
    let bypass: Bypass
    /// `nil` for any number.
    let usesLeft: UInt32?
  }

  /// How many people are enrolled.
  private(set) var users = 0
  /// How many devices they have.
  private(set) var devices = 0
  /// All of them, where that is wanted.
  private(set) var enrolled: [EnrolledUser] = []
  private(set) var missing: [Missing] = []
  private(set) var unused: [UnusedDevice] = []
  private(set) var expiring: [ExpiringDevice] = []
  private(set) var resting: [RestingFactor] = []
  private(set) var bypasses: [RunningBypass] = []
  private(set) var temporaryCodes: [(user: UserName, code: TemporaryCode)] = []
  private(set) var tokens = TokenCount()
  /// What could not be read.
  private(set) var failures: [Complaint] = []

  /// Devices that are hardware tokens.
  private var holders: [(user: UserName, device: DeviceName, serial: TokenSerial)] = []
  private let survey: AccountSurvey
  private let policy: Policy
  private let now: UInt64
  private let unusedFor: UInt64
  private let listsEnrolled: Bool

  /// Reads every record and state, without keeping a login waiting. What is kept is what there is to tell.
  ///
  /// - Parameters:
  ///   - unusedFor: after how many seconds a device counts as unused.
  ///   - listsEnrolled: whether everybody is to be told of who is enrolled.
  init(
    _ store: borrowing UserStore, _ survey: AccountSurvey, _ policy: Policy, now: UInt64, unusedFor: UInt64,
    listsEnrolled: Bool = false
  ) throws(Complaint) {
    self.survey = survey
    self.policy = policy
    self.now = now
    self.unusedFor = unusedFor
    self.listsEnrolled = listsEnrolled
    let settings = Dictionary(survey.people.map { ($0.name.bytes, $0.settings) }) { first, _ in first }
    // Of the people of this machine alone: a directory has more.
    var known: Set<[UInt8]> = []
    let others = policy.globalSettings
    do throws(StoreFailure) {
      try store.visitAll { name, glance in
        switch glance {
        case .success(.none): break
        case .success(.some(let glance)):
          let own = settings[name.bytes]
          if own != nil, glance.record.isEnrolled { known.insert(name.bytes) }
          take(glance, own ?? others)
        case .failure(let failure):
          // Somebody whose record cannot be read is not known to be without one.
          known.insert(name.bytes)
          failures.append(Complaint(failure, user: name, at: store.location))
        }
        return true
      }
    } catch {
      throw Complaint(error, user: nil, at: store.location)
    }
    sort()
    try count(store)
    missing = survey.people.filter { !known.contains($0.name.bytes) }.compactMap { person in
      let need = person.need(moment: survey.moment)
      return need == .none ? nil : Missing(user: person.name, need: need)
    }
  }

  /// Counts tokens, and tells of devices that are tokens which the inventory gives to somebody else.
  private mutating func count(_ store: borrowing UserStore) throws(Complaint) {
    var owners: [[UInt8]: UserName] = [:]
    var unreadable: Set<[UInt8]> = []
    defer { tellStrayTokens(owners, unreadable) }
    let serials: [TokenSerial]
    do { serials = try store.tokenSerials() } catch { throw Complaint(error, user: nil, at: store.location) }
    for serial in serials {
      do throws(StoreFailure) {
        guard let token = try store.token(serial) else { continue }
        tokens.take(store.standing(of: token))
        owners[serial.bytes] = token.assignment?.user
      } catch {
        unreadable.insert(serial.bytes)
        failures.append(Complaint(error, user: nil, token: serial, at: store.location))
      }
    }
  }

  private mutating func tellStrayTokens(_ owners: [[UInt8]: UserName], _ unreadable: Set<[UInt8]>) {
    for (user, device, serial) in holders {
      guard owners[serial.bytes] != user, !unreadable.contains(serial.bytes) else { continue }
      let (name, token) = (DisplayText.of(user), DisplayText.of(serial.bytes))
      failures.append(
        Complaint(
          "\(name) has the token \(token), and the inventory says otherwise: an old record was put back",
          hint: "countersign remove \(name) \(DisplayText.of(device)) takes it away"))
    }
  }

  /// A directory gives its users in an order of its own.
  private mutating func sort() {
    func isBefore(_ one: UserName, _ other: UserName) -> Bool { one.bytes.lexicographicallyPrecedes(other.bytes) }
    enrolled.sort { isBefore($0.user, $1.user) }
    unused.sort { isBefore($0.user, $1.user) }
    expiring.sort { isBefore($0.user, $1.user) }
    resting.sort { isBefore($0.user, $1.user) }
    bypasses.sort { isBefore($0.user, $1.user) }
    temporaryCodes.sort { isBefore($0.user, $1.user) }
    holders.sort { isBefore($0.user, $1.user) }
  }

  private mutating func take(_ glance: UserGlance, _ settings: PolicySettings) {
    let (record, state) = (glance.record, glance.state)
    let used = record.devices.map { state.device($0.id)?.lastUsed ?? 0 }
    if record.isEnrolled {
      users += 1
      devices += record.devices.count
      let one = EnrolledUser(user: record.user, devices: record.devices.count, lastUsed: used.max() ?? 0)
      if listsEnrolled { enrolled.append(one) }
    }
    for device in record.devices {
      if let serial = device.serial { holders.append((record.user, device.name, serial)) }
    }
    for (device, lastUsed) in zip(record.devices, used) {
      let since = max(device.created, lastUsed)
      guard since < now, now - since >= unusedFor else { continue }
      unused.append(UnusedDevice(user: record.user, device: device, lastUsed: lastUsed))
    }
    for device in record.devices {
      guard let expires = device.expires, expires > now, expires - now <= HostReport.notice else { continue }
      expiring.append(ExpiringDevice(user: record.user, device: device, expires: expires))
    }
    for factor in glance.factors(under: settings, now: now) where factor.isResting {
      resting.append(RestingFactor(user: record.user, factor: factor))
    }
    if let bypass = record.bypass, bypass.terms.until > now, let uses = state.uses(of: bypass),
      bypass.terms.uses.map({ uses < $0 }) ?? true
    {
      let left = bypass.terms.uses.map { $0 - uses }
      bypasses.append(RunningBypass(user: record.user, bypass: bypass, usesLeft: left))
    }
    if let code = record.temporary, code.purpose == .login, code.holds(at: now), !state.isUsed(code) {
      temporaryCodes.append((record.user, code))
    }
  }
}

extension FactorPreview {
  /// Whether it is in a state that somebody may want to end: locked, disabled, expired, or ahead of the clock.
  fileprivate var isResting: Bool {
    switch readiness {
    case .waiting, .disabled, .disabledByAdministrator, .aheadOfClock, .damaged: true
    case .expired: if case .device = factor { true } else { false }
    case .ready, .notCounted, .notDelivered, .notHere, .usedUp, .notYet, .superseded: false
    }
  }
}
