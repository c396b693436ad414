import OATH

/// Checks the code that confirms an enrolment, and finds out how far the device's clock is off.
public enum FirstCode {
  /// What the first code says about the device.
  public enum Finding: Equatable, Sendable {
    /// The code is right; a time-based device is `drift` time steps ahead of us.
    case confirmed(nextMovingFactor: UInt64, drift: Int32)
    /// The code is right for a clock this many seconds ahead of ours (negative: behind), too far for logging in.
    case clockOff(seconds: Int64)
    case wrong
    /// Not as many digits as the device shows, or nothing that a key types.
    case notACode
    /// A key's code with another public identity.
    case foreignKey
    /// As long as a key's code, in letters that no keyboard layout known here makes of one.
    case unknownLayout
  }

  /// How far a time-based device may be off and still be enrolled, in time steps.
  static let largestDrift: Int64 = 10
  /// How far to look for an explanation of a wrong code: 12.5 hours at 30 s, so that a wrong time zone is found.
  static let search: Int64 = 1_500

  /// Checks a typed code of a device that is not stored yet.
  ///
  /// - Parameters:
  ///   - counter: the first moving factor of an event-based device.
  ///   - challenge: what a token was asked that answers challenges.
  public static func check(
    _ answer: Span<UInt8>, kind: DeviceKind, secret: Span<UInt8>, counter: UInt64, now: UInt64,
    challenge: Challenge? = nil
  ) throws(SystemFailure) -> Finding {
    let code = try TypedCode(answer)
    let state = DeviceState(id: 0, nextMovingFactor: counter)
    switch kind {
    case .totp(let parameters):
      guard let typed = code.value(kind) else { return .notACode }
      return try checkTimeBased(typed, parameters, secret, now)
    case .hotp(let parameters):
      guard let typed = code.value(kind) else { return .notACode }
      return Finding(try HOTPMatcher.match(typed, parameters: parameters, state: state, secret: secret))
    case .yubicoOTP(let identity):
      switch code.yubicoForm(identity) {
      case .own(let layout): return Finding(try YubicoMatcher.match(code, layout, state: state, secret: secret))
      case .foreign: return .foreignKey
      case .unreadable: return .unknownLayout
      case .other: return .notACode
      }
    case .ocra(let suite):
      guard let challenge, let typed = code.value(kind) else { return .notACode }
      return Finding(
        try OCRAMatcher.match(typed, to: challenge, suite: suite, state: state, secret: secret, now: now))
    case .sent(let parameters):
      guard let typed = code.value(kind) else { return .notACode }
      var state = state
      state.sentAt = now
      return Finding(try SentMatcher.match(typed, parameters: parameters, state: state, secret: secret, now: now))
    case .fido2, .agent: return .notACode
    }
  }

  /// The public identity of the key that typed a code.
  ///
  /// - Returns: `nil` for what no key has typed, and for a keyboard layout that is not known here.
  public static func publicIdentity(_ answer: Span<UInt8>) throws(SystemFailure) -> PublicIdentity? {
    try TypedCode(answer).publicIdentity
  }

  private static func checkTimeBased(
    _ typed: UInt32, _ parameters: TOTPParameters, _ secret: Span<UInt8>, _ now: UInt64
  ) throws(SystemFailure) -> Finding {
    var generator = try CodeGenerator(algorithm: parameters.algorithm, digits: parameters.digits)
    let current = TOTP.timeStep(at: now, period: parameters.period)
    for distance in 0...search {
      for offset in distance == 0 ? [0] : [-distance, distance] {
        guard let step = TOTPMatcher.shifted(current, by: offset),
          generator.value(of: step, secret: secret) == typed
        else { continue }
        guard distance <= largestDrift else {
          return .clockOff(seconds: offset * Int64(clamping: parameters.period.seconds))
        }
        // A code within the window is what any login accepts; only what lies beyond is drift.
        let drift = distance <= Int64(parameters.window) ? 0 : Int32(truncatingIfNeeded: offset)
        return .confirmed(nextMovingFactor: step &+ 1, drift: drift)
      }
    }
    return .wrong
  }
}

extension FirstCode.Finding {
  /// What a device says that has no clock.
  fileprivate init(_ match: MovingFactorMatch) {
    guard case .fresh(let found, _) = match else {
      self = .wrong
      return
    }
    let (next, overflow) = found.addingReportingOverflow(1)
    self = overflow ? .wrong : .confirmed(nextMovingFactor: next, drift: 0)
  }
}
