import Countersign
import OATH
import Words

/// What `status` prints of a user.
struct StatusText {
  private let record: UserRecord
  private let state: UserState
  private let now: UInt64
  private let throttle: Throttle
  private let showsAddresses: Bool

  /// - Parameter showsAddresses: whether all of the addresses is shown that codes are sent to.
  init(_ record: UserRecord, _ state: UserState, now: UInt64, _ throttle: Throttle, showsAddresses: Bool = false) {
    self.record = record
    self.state = state
    self.now = now
    self.throttle = throttle
    self.showsAddresses = showsAddresses
  }

  var lines: [String] {
    var lines = [said("\(DisplayText.of(record.user)), uid \(record.uid)")]
    if let language = record.language { lines.append(field(said("language"), language.tag.description)) }
    if let reset = record.reset { lines += HelpdeskText.reset(reset) }
    for device in record.devices {
      lines += ["", DisplayText.of(device.name)]
      let label = device.kind.securityKey == nil ? said("codes") : said("key", context: "device")
      lines.append(field(label, DeviceText.parameters(device.kind, showsAddress: showsAddresses)))
      if let serial = device.serial { lines.append(field(said("serial"), DisplayText.of(serial.bytes))) }
      lines.append(field(said("enrolled", context: "device"), TimeText.minute(device.created)))
      if let time = device.disabled {
        lines.append(
          field(said("disabled", context: "device"), said("by an administrator, since \(TimeText.minute(time))")))
      }
      if let time = device.expires {
        lines.append(
          field(said(device.isExpired(at: now) ? "expired" : "expires", context: "device"), TimeText.minute(time)))
      }
      guard let state = state.device(device.id) else { continue }
      lines.append(field(said("last used", context: "device"), TimeText.minute(state.lastUsed)))
      if let clock = ClockText.of(device.kind, steps: state.drift) {
        lines.append(field(said("clock"), said("\(clock); that is taken into account")))
      }
      if let wait = waitForClock(device, state) { lines.append(field(said("not accepted"), wait)) }
      lines += sending(device, state)
      lines += misses(state.misses)
    }
    if record.isEnrolled { lines += ["", said("Recovery codes")] + recovery }
    return lines + HelpdeskText(record, state, now: now, throttle).lines
  }

  private var recovery: [String] {
    guard let set = record.recovery else {
      return [field(said("left", context: "recovery codes"), said("none were made", context: "recovery codes"))]
    }
    return [
      field(said("left", context: "recovery codes"), left(set)),
      field(said("made", context: "recovery codes"), TimeText.minute(set.created)),
    ] + misses(state.recoveryMisses)
  }

  private func left(_ set: RecoveryCodeSet) -> String {
    let left = RecoveryFacts.left(set, state)
    guard set.form == .digits else { return said("\(left) of \(set.count)") }
    return said("\(left) of \(set.count), 8 digits")
  }

  /// What is wrong when used codes are ahead of the clock.
  private func waitForClock(_ device: Device, _ state: DeviceState) -> String? {
    guard case .totp(let parameters) = device.kind else { return nil }
    let seconds = TOTPMatcher.secondsUntilFresh(parameters, state, now: now)
    return seconds == 0 ? nil : said("for \(TimeText.duration(seconds)): used codes are ahead of this machine's clock")
  }

  /// The code that is out, and whether another one can be sent.
  private func sending(_ device: Device, _ state: DeviceState) -> [String] {
    guard case .sent(let sent) = device.kind, state.sentAt > 0 else { return [] }
    let end = state.sentAt &+ UInt64(sent.lifetime)
    let time = TimeText.second(state.sentAt)
    let counts = state.sentAt <= now && now < end
    let code =
      counts
      ? said("sent at \(time), counts until \(TimeText.second(end))") : said("sent at \(time), counts no longer")
    var lines = [field(said("code"), code)]
    if case .waiting(let until) = SendingThrottle.standing(unused: state.sendings, last: state.sentAt, now: now) {
      let end = TimeText.second(until)
      let reason = said(
        "not before \(end): \(state.sendings) was not used", "not before \(end): \(state.sendings) were not used",
        count: state.sendings)
      lines.append(field(said("next code"), reason))
    }
    return lines
  }

  private func misses(_ misses: MissCount) -> [String] { StatusText.misses(misses, now: now, throttle) }

  private func field(_ label: String, _ value: String) -> String { StatusText.field(label, value) }

  /// A line of what is shown under a heading.
  static func field(_ label: String, _ value: String) -> String {
    "  \(DisplayWidth.padded(label, to: 14, atLeast: 1))\(value)"
  }

  /// What there is to say of wrong codes, if there were any.
  static func misses(_ misses: MissCount, now: UInt64, _ throttle: Throttle) -> [String] {
    guard misses.count > 0 else { return [] }
    let codes = field(
      said("wrong codes"), said("\(misses.count) in a row, the last \(TimeText.minute(misses.last))"))
    switch throttle.standing(misses, now: now) {
    case .open: return [codes]
    case .waiting(let end): return [codes, field(said("not asked"), said("before \(TimeText.second(end))"))]
    case .disabled: return [codes, field(said("disabled", context: "device"), said("after too many wrong codes"))]
    }
  }
}
