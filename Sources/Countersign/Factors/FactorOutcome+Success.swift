extension FactorOutcome {
  /// Whether a factor of the user's own was given. A temporary code is the helpdesk's word for them, good for one
  /// login and never remembered.
  var isFullSuccess: Bool {
    guard case .accepted(let factor) = self else { return false }
    switch factor {
    case .device, .recoveryCode: return true
    case .temporaryCode: return false
    }
  }
}
