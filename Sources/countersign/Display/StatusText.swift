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
    for device in record.devices {
      lines += ["", DisplayText.of(device.name)]
      lines.append(field("codes", DeviceText.parameters(device.kind)))
      lines.append(field("enrolled", TimeText.minute(device.created)))
      guard let state = state.device(device.id) else { continue }
      lines.append(field("last used", TimeText.minute(state.lastUsed)))
      if let drift = drift(of: device, state) { lines.append(field("clock", drift)) }
      if let wait = waitForClock(device, state) { lines.append(field("not accepted", wait)) }
      lines += misses(state.misses)
    }
    return lines + ["", "Recovery codes"] + recovery
  }

  private var recovery: [String] {
    guard let set = record.recovery else { return [field("left", "none were made")] }
    return [
      field("left", "\(RecoveryFacts.left(set, state)) of \(RecoveryCodeSet.size)"),
      field("made", TimeText.minute(set.created)),
    ] + misses(state.recoveryMisses)
  }

  private func field(_ label: String, _ value: String) -> String {
    "  \(label)\(String(repeating: " ", count: max(1, 14 - label.count)))\(value)"
  }

  private func drift(of device: Device, _ state: DeviceState) -> String? {
    guard case .totp(let parameters) = device.kind, state.drift != 0 else { return nil }
    let distance = TimeText.duration(UInt64(state.drift.magnitude) * parameters.period.seconds)
    return "\(distance) \(state.drift > 0 ? "ahead of" : "behind") this machine's"
  }

  /// What is wrong when used codes are ahead of the clock.
  private func waitForClock(_ device: Device, _ state: DeviceState) -> String? {
    guard case .totp(let parameters) = device.kind else { return nil }
    let seconds = TOTPMatcher.secondsUntilFresh(parameters, state, now: now)
    return seconds == 0 ? nil : "for \(TimeText.duration(seconds)): used codes are ahead of this machine's clock"
  }

  private func misses(_ misses: MissCount) -> [String] {
    guard misses.count > 0 else { return [] }
    let codes = field("wrong codes", "\(misses.count) in a row, the last \(TimeText.minute(misses.last))")
    switch throttle.standing(misses, now: now) {
    case .open: return [codes]
    case .waiting(let end): return [codes, field("not asked", "before \(TimeText.second(end))")]
    case .disabled: return [codes, field("disabled", "after too many wrong codes")]
    }
  }
}
