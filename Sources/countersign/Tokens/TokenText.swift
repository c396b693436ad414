import Countersign
import Words

/// A hardware token in words.
enum TokenText {
  /// Who has it.
  static func standing(_ standing: TokenStanding) -> String {
    switch standing {
    case .free: "free"
    case .assigned(let assignment):
      said("assigned to \(DisplayText.of(assignment.user)) since \(TimeText.minute(assignment.since))")
    case .left(let assignment):
      said("free; \(DisplayText.of(assignment.user)) no longer has it, a code must confirm it")
    }
  }

  /// What `tokens show` prints.
  static func lines(_ token: HardwareToken, _ standing: TokenStanding, now: UInt64) -> [String] {
    var lines = [DisplayText.of(token.serial.bytes)]
    lines.append(StatusText.field(said("codes"), DeviceText.parameters(token.kind)))
    if let manufacturer = token.manufacturer {
      lines.append(StatusText.field(said("made by"), DisplayText.of(manufacturer)))
    }
    lines.append(StatusText.field(said("added"), TimeText.minute(token.added)))
    if let time = token.expires {
      lines.append(StatusText.field(time <= now ? said("expired") : said("expires"), TimeText.minute(time)))
    }
    if let clock = ClockText.of(token.kind, steps: token.drift) { lines.append(StatusText.field(said("clock"), clock)) }
    lines.append(StatusText.field(said("state"), self.standing(standing)))
    if case .assigned(let assignment) = standing {
      lines.append(StatusText.field(said("given by"), DisplayText.of(assignment.by)))
    }
    return lines
  }
}
