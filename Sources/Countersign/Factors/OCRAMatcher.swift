import OATH

/// Checks a token's answer to a challenge, RFC 6287.
enum OCRAMatcher {
  /// Computes the answers of the whole look-ahead window and of all time steps of the window, as far as the suite has
  /// a counter and a clock, whatever they give.
  ///
  /// - Parameter secret: the digest of the PIN, where the suite has one, then the key.
  /// - Returns: for a suite without a counter, a moving factor that counts accepted answers.
  static func match(
    _ typed: UInt32, to challenge: Challenge, suite: OCRASuite, state: DeviceState, secret: Span<UInt8>, now: UInt64,
    window: UInt32 = TOTPParameters.defaultWindow, lookAhead: UInt32 = HOTPParameters.defaultLookAhead
  ) throws(SystemFailure) -> MovingFactorMatch {
    var answers = try OCRAGenerator(suite: suite, challenge: challenge)
    let window = suite.timeStep == nil ? 0 : Int64(min(window, TOTPParameters.largestWindow))
    let lookAhead = suite.hasCounter ? UInt64(min(lookAhead, HOTPParameters.largestLookAhead)) : 0
    let current = now / (suite.timeStep ?? 1)
    var result = MovingFactorMatch.none
    for ahead in 0...lookAhead {
      let (counter, overflow) = state.nextMovingFactor.addingReportingOverflow(ahead)
      guard !overflow else { break }
      for offset in -window...window {
        guard let step = TOTPMatcher.shifted(current, by: offset) else { continue }
        let value = try answers.value(counter: counter, timeStep: step, secret: secret)
        if value == typed, result == .none { result = .fresh(counter, offset: 0) }
      }
    }
    return result
  }
}
