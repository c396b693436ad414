import LoginStacks

/// What the modules of a stack say in one login that is tried.
struct TrialArrangement: Equatable {
  /// What stands where our module is called.
  enum Module: Equatable {
    /// The module itself.
    case real
    /// A file that does not exist.
    case missing
    /// Something that gives this result.
    case says(PAMResult)
  }

  /// What those say that check the first factor.
  var firstFactor: PAMResult
  /// The one of them that says yes, whatever the others say.
  var onlyRight: StackPlace?
  /// What second factors say that are not ours.
  var otherFactor = PAMResult.auth_err
  var module = Module.real

  /// What a module at this place says, if it checks the first factor.
  func firstFactor(at place: StackPlace) -> PAMResult { place == onlyRight ? .success : firstFactor }
}
