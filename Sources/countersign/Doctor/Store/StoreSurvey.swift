import Countersign
import Words

/// What a look at everybody's record and state has shown.
struct StoreSurvey {
  private(set) var enrolled: [UserName] = []
  private(set) var users = 0
  private(set) var unreadable: [RecordsCheck.Trouble] = []
  private(set) var sealedOtherwise = 0
  private(set) var damagedSlots: [UserName] = []
  private(set) var withoutAccount: [UserName] = []
  private(set) var otherAccount: [UserName] = []
  /// How many seconds the clocks of devices are ahead that were used within the last 30 days.
  private(set) var drifts: [Int64] = []
  /// The time of the latest login or wrong code, seconds since 1970; 0 for none.
  private(set) var latestEvent: UInt64 = 0

  private let sealKey: String
  private static let lately: UInt64 = 30 * 86_400

  init(_ store: borrowing UserStore, now: UInt64) throws(Complaint) {
    sealKey = StorePaths(store.location, nil)[.sealKey]
    let names: [UserName]
    do { names = try store.userNames() } catch { throw Complaint(error, user: nil, at: store.location) }
    for name in names {
      do throws(StoreFailure) {
        guard let glance = try store.glance(at: name) else { continue }
        users += 1
        take(glance, now: now)
        if try !store.hasBothSlots(of: name) { damagedSlots.append(name) }
      } catch {
        users += 1
        if error.isOfAnotherKey { sealedOtherwise += 1 }
        unreadable.append(
          RecordsCheck.Trouble(user: DisplayText.of(name), complaint: Complaint(error, user: name, at: store.location)))
      }
    }
  }

  private mutating func take(_ glance: UserGlance, now: UInt64) {
    let record = glance.record
    latestEvent = max(latestEvent, glance.state.lastEvent)
    guard record.isEnrolled else { return }
    enrolled.append(record.user)
    switch UserDatabase.account(named: record.user) {
    case .absent, .alias: withoutAccount.append(record.user)
    case .found(let uid) where uid != record.uid: otherAccount.append(record.user)
    case .found, .failed: break
    }
    for device in record.devices {
      guard let state = glance.state.device(device.id), state.lastUsed > 0,
        state.lastUsed >= now - min(now, StoreSurvey.lately),
        let drift = ClockText.drift(device.kind, steps: state.drift)
      else { continue }
      drifts.append(drift)
    }
  }

  var records: RecordsCheck {
    RecordsCheck(
      users: users, unreadable: unreadable, sealedOtherwise: sealedOtherwise, sealKey: sealKey,
      damagedSlots: damagedSlots.map(DisplayText.of),
      withoutAccount: withoutAccount.map(DisplayText.of), otherAccount: otherAccount.map(DisplayText.of))
  }
}

extension StoreFailure {
  /// Whether it is what a record gives that was sealed under another host key.
  fileprivate var isOfAnotherKey: Bool { self == .malformedRecord(.notAuthentic) || self == .seal(.otherKey) }
}
