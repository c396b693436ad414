import Countersign
import OATH

/// What `status` prints of a user.
struct StatusText {
  private let record: UserRecord
  private let state: UserState
  private let now: UInt64
  private let throttle: Throttle

  init(_ record: UserRecord, _ state: UserState, now: UInt64, _ throttle: Throttle) {
    self.record = record
    self.state = state
    self.now = now
    self.throttle = throttle
  }

  var lines: [String] {
    var lines = ["\(DisplayText.of(record.user)), uid \(record.uid)"]
    if let reset = record.reset { lines += HelpdeskText.reset(reset) }
    for device in record.devices {
      lines += ["", DisplayText.of(device.name)]
      lines.append(field("codes", DeviceText.parameters(device.kind)))
      if let serial = device.serial { lines.append(field("serial", DisplayText.of(serial.bytes))) }
      lines.append(field("enrolled", TimeText.minute(device.created)))
      if let time = device.disabled {
        lines.append(field("disabled", "by an administrator, since \(TimeText.minute(time))"))
      }
      if let time = device.expires {
        lines.append(field(device.isExpired(at: now) ? "expired" : "expires", TimeText.minute(time)))
      }
      guard let state = state.device(device.id) else { continue }
      lines.append(field("last used", TimeText.minute(state.lastUsed)))
      if let clock = ClockText.of(device.kind, steps: state.drift) {
        lines.append(field("clock", "\(clock); that is taken into account"))
      }
      if let wait = waitForClock(device, state) { lines.append(field("not accepted", wait)) }
      lines += misses(state.misses)
    }
    if record.isEnrolled { lines += ["", "Recovery codes"] + recovery }
    return lines + HelpdeskText(record, state, now: now, throttle).lines
  }

  private var recovery: [String] {
    guard let set = record.recovery else { return [field("left", "none were made")] }
    return [
      field("left", "\(RecoveryFacts.left(set, state)) of \(set.count)" + (set.form == .digits ? ", 8 digits" : "")),
      field("made", TimeText.minute(set.created)),
    ] + misses(state.recoveryMisses)
  }

  /// What is wrong when used codes are ahead of the clock.
  private func waitForClock(_ device: Device, _ state: DeviceState) -> String? {
    guard case .totp(let parameters) = device.kind else { return nil }
    let seconds = TOTPMatcher.secondsUntilFresh(parameters, state, now: now)
    return seconds == 0 ? nil : "for \(TimeText.duration(seconds)): used codes are ahead of this machine's clock"
  }

  private func misses(_ misses: MissCount) -> [String] { StatusText.misses(misses, now: now, throttle) }

  private func field(_ label: String, _ value: String) -> String { StatusText.field(label, value) }

  /// A line of what is shown under a heading.
  static func field(_ label: String, _ value: String) -> String {
    "  \(label)\(String(repeating: " ", count: max(1, 14 - label.count)))\(value)"
  }

  /// What there is to say of wrong codes, if there were any.
  static func misses(_ misses: MissCount, now: UInt64, _ throttle: Throttle) -> [String] {
    guard misses.count > 0 else { return [] }
    let codes = field("wrong codes", "\(misses.count) in a row, the last \(TimeText.minute(misses.last))")
    switch throttle.standing(misses, now: now) {
    case .open: return [codes]
    case .waiting(let end): return [codes, field("not asked", "before \(TimeText.second(end))")]
    case .disabled: return [codes, field("disabled", "after too many wrong codes")]
    }
  }
}
