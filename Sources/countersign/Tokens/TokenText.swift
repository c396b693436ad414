import Countersign

/// A hardware token in words.
enum TokenText {
  /// Who has it.
  static func standing(_ standing: TokenStanding) -> String {
    switch standing {
    case .free: "free"
    case .assigned(let assignment):
      "assigned to \(DisplayText.of(assignment.user)) since \(TimeText.minute(assignment.since))"
    case .left(let assignment): "free; \(DisplayText.of(assignment.user)) no longer has it, a code must confirm it"
    }
  }

  /// What `tokens show` prints.
  static func lines(_ token: HardwareToken, _ standing: TokenStanding, now: UInt64) -> [String] {
    var lines = [DisplayText.of(token.serial.bytes)]
    lines.append(StatusText.field("codes", DeviceText.parameters(token.kind)))
    if let manufacturer = token.manufacturer {
      lines.append(StatusText.field("made by", DisplayText.of(manufacturer)))
    }
    lines.append(StatusText.field("added", TimeText.minute(token.added)))
    if let time = token.expires {
      lines.append(StatusText.field(time <= now ? "expired" : "expires", TimeText.minute(time)))
    }
    if let clock = ClockText.of(token.kind, steps: token.drift) { lines.append(StatusText.field("clock", clock)) }
    lines.append(StatusText.field("state", self.standing(standing)))
    if case .assigned(let assignment) = standing {
      lines.append(StatusText.field("given by", DisplayText.of(assignment.by)))
    }
    return lines
  }
}
