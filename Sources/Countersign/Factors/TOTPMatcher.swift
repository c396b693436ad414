import OATH

/// Finds a time-based code in the window round the expected time step, RFC 6238.
public enum TOTPMatcher {
  /// How far logins may move a device's drift from what enrolment or resynchronisation found, in time steps; beyond it
  /// the device has to be resynchronised.
  static let largestDrift: Int32 = 20

  /// Looks the typed value up. All steps of the window are computed whatever they give, so the time taken tells
  /// nothing.
  static func match(
    _ typed: UInt32, parameters: TOTPParameters, state: DeviceState, secret: Span<UInt8>, now: UInt64
  ) throws(SystemFailure) -> MovingFactorMatch {
    var generator = try CodeGenerator(algorithm: parameters.algorithm, digits: parameters.digits)
    let current = TOTP.timeStep(at: now, period: parameters.period)
    let window = Int32(clamping: parameters.window)
    var result = MovingFactorMatch.none
    for offset in -window...window {
      guard let step = shifted(current, by: Int64(state.drift) + Int64(offset)) else { continue }
      guard let value = generator.value(of: step, secret: secret), value == typed else { continue }
      if step < state.nextMovingFactor {
        if result == .none { result = .used }
      } else if result == .none || result == .used {
        result = .fresh(step, offset: offset)
      }
    }
    return result
  }

  /// How long it takes until the window reaches a time step that may be accepted; 0 when it does now or in the next
  /// step.
  ///
  /// A code that was accepted lay in the window, so with a clock that only runs forward this is 0 for ever. Anything
  /// else means that the clock was set back, and that nothing the device shows can be accepted until then.
  ///
  /// - Returns: seconds, rounded up to whole periods.
  public static func secondsUntilFresh(
    _ parameters: TOTPParameters, _ state: DeviceState, now: UInt64
  ) -> UInt64 {
    let current = TOTP.timeStep(at: now, period: parameters.period)
    let reach = Int64(state.drift) + Int64(parameters.window)
    // Where the window lies before the beginning of time altogether, it reaches nothing.
    let newest = shifted(current, by: reach)
    let (missing, isReached) = state.nextMovingFactor.subtractingReportingOverflow(newest ?? 0)
    guard !isReached, missing > 1 else { return 0 }
    let (seconds, overflow) = missing.multipliedReportingOverflow(by: parameters.period.seconds)
    return overflow ? .max : seconds
  }

  /// A time step some steps away, if there is one.
  static func shifted(_ step: UInt64, by distance: Int64) -> UInt64? {
    let (sum, overflow) =
      distance < 0
      ? step.subtractingReportingOverflow(distance.magnitude) : step.addingReportingOverflow(distance.magnitude)
    return overflow ? nil : sum
  }

  /// Moves the remembered drift by one step when two accepted codes in a row lay on the same side (RFC 6238 section
  /// 6). A single code typed late says nothing about the device's clock.
  static func learnDrift(_ offset: Int32, into state: inout DeviceState) {
    let side = offset.signum()
    guard side != 0, side == state.lastOffset.signum() else {
      state.lastOffset = side
      return
    }
    let reference = Int64(state.referenceDrift)
    let limit = Int64(largestDrift)
    state.drift = Int32(clamping: min(max(Int64(state.drift) + Int64(side), reference - limit), reference + limit))
    state.lastOffset = 0
  }
}
