import CPAMTrial

/// How a login that was tried came out.
public enum TrialEnding: Equatable, Sendable {
  /// libpam came to a result.
  ///
  /// - Parameters:
  ///   - code: what `pam_authenticate` gave; 0 for success.
  ///   - credentials: what `pam_setcred` gave after a success.
  ///   - questions: what was asked, in its order; the text only as far as there was room for it.
  case finished(code: Int32, credentials: Int32, questions: [[UInt8]])
  /// A module crashed.
  case killed(signal: Int32)
  /// A module took too long.
  case late
  /// The process ended by itself, which no module may do.
  case lost

  init(_ result: cs_trial_result, questions: [[UInt8]]) {
    switch UInt32(bitPattern: result.end) {
    case cs_trial_finished.rawValue:
      self = .finished(code: result.value, credentials: result.credentials, questions: questions)
    case cs_trial_killed.rawValue: self = .killed(signal: result.value)
    case cs_trial_late.rawValue: self = .late
    default: self = .lost
    }
  }
}
