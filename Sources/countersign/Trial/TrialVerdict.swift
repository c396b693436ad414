import Words

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
    case .asItShouldBe: said("as it should be")
    case .hole: said("MUST BE REFUSED")
    case .lockedOut: said("MUST BE LET IN")
    case .byPolicy: said("as the policy says")
    case .againstPolicy: said("policy would let in")
    case .unknown: said("NOT KNOWN")
    }
  }
}
