import OATH

/// Finds an event-based code in the look-ahead window, RFC 4226 7.4.
enum HOTPMatcher {
  /// Looks the typed value up; the whole window is computed whatever it gives.
  static func match(
    _ typed: UInt32, parameters: HOTPParameters, state: DeviceState, secret: Span<UInt8>
  ) throws(SystemFailure) -> MovingFactorMatch {
    var generator = try CodeGenerator(algorithm: parameters.algorithm, digits: parameters.digits)
    var result = MovingFactorMatch.none
    for ahead in 0...parameters.lookAhead {
      let (counter, overflow) = state.nextMovingFactor.addingReportingOverflow(UInt64(ahead))
      guard !overflow, let value = generator.value(of: counter, secret: secret) else { break }
      if value == typed, result == .none { result = .fresh(counter, offset: Int32(clamping: ahead)) }
    }
    // The code just used, typed once more, deserves a better answer than "wrong"; it is refused all the same.
    if state.lastUsed > 0, state.nextMovingFactor > 0,
      let last = generator.value(of: state.nextMovingFactor - 1, secret: secret), last == typed, result == .none
    {
      result = .used
    }
    return result
  }
}
