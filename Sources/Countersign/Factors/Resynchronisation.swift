import OATH

/// Finds out by two codes in a row how far a device's clock or counter went astray (RFC 4226 7.4, RFC 6238 6).
///
/// One code of six digits fits one of 3,000 places by chance three times in a thousand, two in a row do once in 300
/// million times; so this search may go far beyond the window of a login. Its work is the same whatever it finds.
public struct Resynchronisation {
  /// How far from our clock to look, in time steps: 12.5 hours at 30 s.
  static let timeSteps: Int64 = 1_500
  /// How many counters beyond the expected one to look at.
  static let counters: UInt64 = 1_000

  /// What the two codes say.
  public enum Finding: Equatable, Sendable {
    /// Both are codes of the time-based device, one directly after the other, and it is so many time steps ahead of our
    /// clock (negative: behind); 0 within its window, where it needs no drift.
    case inStep(drift: Int32)
    /// Both are codes of the event-based device, one directly after the other, behind so many that were passed over.
    case inCount(passedOver: UInt64)
    /// Both are codes of the device, but at least one of them may have been used.
    case used
    case notFound
    /// Two codes in a row say nothing of a device of this kind.
    case needless
    /// At least one has not as many digits as the device shows.
    case notACode
  }

  let device: Device
  /// Changed when the codes are found, and only then: where the device stands, and no misses.
  private(set) var state: DeviceState
  let now: UInt64

  init(device: Device, state: DeviceState, now: UInt64) {
    self.device = device
    self.state = state
    self.now = now
  }

  /// Looks for the two codes.
  mutating func find(
    _ first: Span<UInt8>, _ second: Span<UInt8>, secret: Span<UInt8>
  ) throws(SystemFailure) -> Finding {
    guard let algorithm = device.kind.algorithm, let digits = device.kind.digits else { return .needless }
    let typed = try TypedCode(first)
    let typedNext = try TypedCode(second)
    guard let code = typed.value(digits: digits), let nextCode = typedNext.value(digits: digits) else {
      return .notACode
    }
    var search = PairSearch(
      first: code, second: nextCode, generator: try CodeGenerator(algorithm: algorithm, digits: digits))
    switch device.kind {
    case .totp(let parameters): return findStep(parameters, &search, secret)
    case .hotp: return findCounter(&search, secret)
    case .yubicoOTP, .ocra, .sent, .fido2, .agent: return .needless
    }
  }

  private mutating func findStep(
    _ parameters: TOTPParameters, _ search: inout PairSearch, _ secret: Span<UInt8>
  ) -> Finding {
    let current = TOTP.timeStep(at: now, period: parameters.period)
    // Used codes in the future come from a clock that was wrong. The two codes show who has the device and where it
    // stands, so they may take the place of what that clock left.
    let isAhead = TOTPMatcher.secondsUntilFresh(parameters, state, now: now) > 0
    var best: (step: UInt64, offset: Int64)?
    var isUsed = false
    for offset in -Resynchronisation.timeSteps...Resynchronisation.timeSteps {
      guard search.endsPair(at: TOTPMatcher.shifted(current, by: offset), secret: secret),
        let step = TOTPMatcher.shifted(current, by: offset)
      else { continue }
      if step <= state.nextMovingFactor, !isAhead {
        isUsed = true
      } else if best.map({ offset.magnitude < $0.offset.magnitude }) ?? true {
        best = (step, offset)
      }
    }
    guard let best, state.resume(behind: best.step, at: now) else { return isUsed ? .used : .notFound }
    state.setDrift(best.offset, window: parameters.window)
    return .inStep(drift: state.drift)
  }

  private mutating func findCounter(_ search: inout PairSearch, _ secret: Span<UInt8>) -> Finding {
    var found: (counter: UInt64, passedOver: UInt64)?
    for ahead in 0...(Resynchronisation.counters + 1) {
      let (counter, overflow) = state.nextMovingFactor.addingReportingOverflow(ahead)
      if search.endsPair(at: overflow ? nil : counter, secret: secret), found == nil { found = (counter, ahead &- 1) }
    }
    guard let found, state.resume(behind: found.counter, at: now) else { return .notFound }
    return .inCount(passedOver: found.passedOver)
  }
}
