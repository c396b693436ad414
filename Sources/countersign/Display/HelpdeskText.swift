import Countersign

/// What `status` prints of what a helpdesk has granted, and of remembered logins.
struct HelpdeskText {
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
    var lines: [String] = []
    if let bypass = record.bypass { lines += ["", "Bypass"] + self.lines(of: bypass) }
    if let code = record.temporary { lines += ["", title(of: code)] + self.lines(of: code) }
    if !state.remembered.isEmpty { lines += ["", "Remembered logins"] + state.remembered.map(HelpdeskText.line) }
    return lines
  }

  private func lines(of bypass: Bypass) -> [String] {
    let terms = bypass.terms
    var lines = [
      StatusText.field("until", TimeText.minute(terms.until) + note(bypass)),
      StatusText.field("granted", "\(TimeText.minute(terms.granted)) by \(DisplayText.of(terms.by))"),
      StatusText.field("reason", DisplayText.of(terms.reason.bytes)),
    ]
    if let service = terms.service { lines.append(StatusText.field("service", DisplayText.of(service))) }
    if let network = terms.network { lines.append(StatusText.field("from", DisplayText.of(network))) }
    let used = state.uses(of: bypass) ?? 0
    return lines + [StatusText.field("used", terms.uses.map { "\(used) of \($0) times" } ?? "\(used) times")]
  }

  private func note(_ bypass: Bypass) -> String {
    switch BypassFacts.state(bypass, state, now: now) {
    case .active: ""
    case .expired: ", which is over"
    case .usedUp: ", but it is used up"
    case .notYet: ", but the clock stands before its beginning"
    case .superseded: ", but it was revoked: an old record was put back"
    }
  }

  private func title(of code: TemporaryCode) -> String {
    switch code.purpose {
    case .login: "Temporary code"
    case .enrolment: "Enrolment ticket"
    }
  }

  private func lines(of code: TemporaryCode) -> [String] {
    let note =
      switch TemporaryCodeFacts.state(code, state, now: now) {
      case .outstanding: ""
      case .expired: now < code.created ? ", but the clock stands before its beginning" : ", which is over"
      case .used: ", but it was used"
      }
    return [
      StatusText.field("until", TimeText.minute(code.until) + note),
      StatusText.field("made", "\(TimeText.minute(code.created)) by \(DisplayText.of(code.by))"),
    ] + StatusText.misses(state.temporaryMisses, now: now, throttle)
  }

  /// One remembered login in a line.
  static func line(_ success: RememberedSuccess) -> String {
    let facts = RememberedFacts(success)
    return StatusText.field(
      facts.address ?? facts.terminal ?? "", "\(facts.service), since \(TimeText.minute(success.since))")
  }

  static func reset(_ mark: ResetMark) -> [String] {
    [
      StatusText.field("reset", "\(TimeText.minute(mark.time)) by \(DisplayText.of(mark.by)); may be enrolled anew"),
      StatusText.field("reason", DisplayText.of(mark.reason.bytes)),
    ]
  }

  /// The devices of a user, and what else holds now, for a line of `list`.
  static func summary(_ record: UserRecord, _ state: UserState, now: UInt64) -> String {
    let devices = record.devices.map { device in
      let note = device.disabled != nil ? " (disabled)" : device.isExpired(at: now) ? " (expired)" : ""
      return DisplayText.of(device.name) + note
    }
    var parts = [devices.isEmpty ? (record.reset == nil ? "none" : "none (reset)") : devices.joined(separator: ", ")]
    if let bypass = record.bypass, BypassFacts.state(bypass, state, now: now) == .active {
      parts.append("bypass until \(TimeText.minute(bypass.terms.until))")
    }
    if let code = record.temporary, TemporaryCodeFacts.state(code, state, now: now) == .outstanding {
      let until = TimeText.minute(code.until)
      switch code.purpose {
      case .login: parts.append("temporary code until \(until)")
      case .enrolment: parts.append("enrolment ticket until \(until)")
      }
    }
    return parts.joined(separator: "; ")
  }
}
