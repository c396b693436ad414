import Countersign
import Words

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
    if let bypass = record.bypass { lines += ["", said("Bypass")] + self.lines(of: bypass) }
    if let code = record.temporary { lines += ["", title(of: code)] + self.lines(of: code) }
    if !state.remembered.isEmpty { lines += ["", said("Remembered logins")] + state.remembered.map(HelpdeskText.line) }
    return lines
  }

  private func lines(of bypass: Bypass) -> [String] {
    let terms = bypass.terms
    var lines = [
      StatusText.field(said("until"), until(bypass)),
      StatusText.field(
        said("granted"), said("\(TimeText.minute(terms.granted)) by \(DisplayText.of(terms.by))", context: "a time")),
      StatusText.field(said("reason"), DisplayText.of(terms.reason.bytes)),
    ]
    if let service = terms.service { lines.append(StatusText.field(said("service"), DisplayText.of(service))) }
    if let network = terms.network {
      lines.append(StatusText.field(said("from", context: "network"), DisplayText.of(network)))
    }
    let used = state.uses(of: bypass) ?? 0
    let uses = terms.uses.map { said("\(used) of \($0) times") } ?? said("\(used) times")
    return lines + [StatusText.field(said("used"), uses)]
  }

  private func until(_ bypass: Bypass) -> String {
    let time = TimeText.minute(bypass.terms.until)
    return switch BypassFacts.state(bypass, state, now: now) {
    case .active: time
    case .expired: said("\(time), which is over")
    case .usedUp: said("\(time), but it is used up")
    case .notYet: said("\(time), but the clock stands before its beginning")
    case .superseded: said("\(time), but it was revoked: an old record was put back")
    }
  }

  private func title(of code: TemporaryCode) -> String {
    switch code.purpose {
    case .login: said("Temporary code")
    case .enrolment: said("Enrolment ticket")
    }
  }

  private func lines(of code: TemporaryCode) -> [String] {
    let time = TimeText.minute(code.until)
    let until =
      switch TemporaryCodeFacts.state(code, state, now: now) {
      case .outstanding: time
      case .expired where now < code.created: said("\(time), but the clock stands before its beginning")
      case .expired: said("\(time), which is over")
      case .used: said("\(time), but it was used")
      }
    return [
      StatusText.field(said("until"), until),
      StatusText.field(
        said("made", context: "temporary code"),
        said("\(TimeText.minute(code.created)) by \(DisplayText.of(code.by))", context: "a time")),
    ] + StatusText.misses(state.temporaryMisses, now: now, throttle)
  }

  /// One remembered login in a line.
  static func line(_ success: RememberedSuccess) -> String {
    let facts = RememberedFacts(success)
    return StatusText.field(
      facts.address ?? facts.terminal ?? "", said("\(facts.service), since \(TimeText.minute(success.since))"))
  }

  static func reset(_ mark: ResetMark) -> [String] {
    [
      StatusText.field(
        said("reset", context: "user"),
        said("\(TimeText.minute(mark.time)) by \(DisplayText.of(mark.by)); may be enrolled anew")),
      StatusText.field(said("reason"), DisplayText.of(mark.reason.bytes)),
    ]
  }

  /// The devices of a user, and what else holds now, for a line of `list`.
  static func summary(_ record: UserRecord, _ state: UserState, now: UInt64) -> String {
    let devices = record.devices.map { device in
      let name = DisplayText.of(device.name)
      if device.disabled != nil { return said("\(name) (disabled)") }
      return device.isExpired(at: now) ? said("\(name) (expired)") : name
    }
    let none = record.reset == nil ? said("none", context: "devices") : said("none (reset)")
    var parts = [devices.isEmpty ? none : Enumeration.of(devices)]
    if let bypass = record.bypass, BypassFacts.state(bypass, state, now: now) == .active {
      parts.append(said("bypass until \(TimeText.minute(bypass.terms.until))"))
    }
    if let code = record.temporary, TemporaryCodeFacts.state(code, state, now: now) == .outstanding {
      let until = TimeText.minute(code.until)
      switch code.purpose {
      case .login: parts.append(said("temporary code until \(until)"))
      case .enrolment: parts.append(said("enrolment ticket until \(until)"))
      }
    }
    return parts.joined(separator: "; ")
  }
}
