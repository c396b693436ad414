/// What is to be thought of a scenario's outcome.
enum TrialVerdict: String, Encodable {
  case asItShouldBe = "as-it-should-be"
  /// Somebody is let in who must not be.
  case hole
  /// Somebody is refused who did everything right.
  case lockedOut = "locked-out"
  /// As the policy wants it, whatever that is.
  case byPolicy = "by-policy"
  /// The policy lets somebody pass whom the stack then refuses.
  case againstPolicy = "against-policy"
  /// No result, so nothing to think of it.
  case unknown

  /// For people.
  var text: String {
    switch self {
    case .asItShouldBe: "as it should be"
    case .hole: "MUST BE REFUSED"
    case .lockedOut: "MUST BE LET IN"
    case .byPolicy: "as the policy says"
    case .againstPolicy: "policy would let in"
    case .unknown: "NOT KNOWN"
    }
  }
}
