/// How a login ended that the companion conducted. Its line is in the logs by then, and the person has been told.
public enum HandedEnding: UInt8, CaseIterable, Sendable {
  case accepted = 1
  case refused, throttled, disabled, skipped, unavailable, conversationFailed, misconfigured

  init(_ verdict: Verdict) {
    switch verdict {
    case .accepted: self = .accepted
    case .refused: self = .refused
    case .throttled: self = .throttled
    case .disabled: self = .disabled
    case .skipped: self = .skipped
    case .unavailable: self = .unavailable
    case .conversationFailed: self = .conversationFailed
    case .misconfigured: self = .misconfigured
    case .conducted(let ending): self = ending
    }
  }

  /// As the last packet has it.
  public static func bytes(_ verdict: Verdict) -> [UInt8] { [HandedEnding(verdict).rawValue] }
}
