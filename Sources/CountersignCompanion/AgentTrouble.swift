import SecurityKeys

/// Why no answer of an agent counts.
enum AgentTrouble: Error, Equatable {
  /// Somebody else's socket.
  case foreign
  case notReached
  /// It did not sign in time.
  case timeIsOver
  /// It did not even say which keys it has.
  case silent
  case malformed
  /// Who waits has left.
  case left
  /// It gave a signature that does not prove what was asked for.
  case unproven(AssertionFlaw)

  /// As it stands in log lines.
  var reason: StaticString {
    switch self {
    case .foreign: "agent-of-another"
    case .notReached: "agent-not-reached"
    case .timeIsOver, .silent: "agent-silent"
    case .malformed: "agent-malformed"
    case .left: "nobody-waits"
    case .unproven(let flaw): flaw.reason
    }
  }
}
