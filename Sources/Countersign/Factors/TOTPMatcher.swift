import OATH

/// Finds a time-based code in the window round the expected time step, RFC 6238.
enum TOTPMatcher {
  /// How far a remembered drift may go, in time steps; beyond it a device has to be resynchronised.
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
    state.drift = min(max(state.drift &+ side, -largestDrift), largestDrift)
    state.lastOffset = 0
  }
}
