import LoginStacks

/// One login that is tried.
struct TrialAttempt {
  /// What the person types for a code.
  enum Typing {
    case right, wrong, nothing
    /// Breaks off at the question.
    case abort
    /// The right code, in the second of two logins with it.
    case again
  }

  var arrangement: TrialArrangement
  var typing = Typing.right
  var policy: TrialPolicy?
  var damage: TrialDamage?
  var isEnrolled = true
  /// What tells it from the others of its scenario.
  var way: String?
}
