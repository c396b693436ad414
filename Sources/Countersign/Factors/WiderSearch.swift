import OATH

/// Looks for a code that is right but out of the reach of a login, and for the code that directly follows such a one:
/// two in a row show where a device stands (RFC 4226 7.4, RFC 6238 6).
///
/// It finds less than ``Resynchronisation`` does, because nobody but the one who types says that the device went
/// astray. All of its range is computed whatever it gives, so that the time taken does not tell how a code was wrong.
struct WiderSearch {
  /// On each side of where a time-based device is expected, in time steps: 20 minutes at 30 s.
  static let timeSteps: Int64 = 40
  /// Beyond the expected counter of an event-based device.
  static let counters: UInt64 = 200
  /// How long the first code waits for the second one, in seconds.
  static let patience: UInt64 = 600
  /// How many time steps may end between two codes that a time-based device showed one after the other.
  static let patienceInSteps: UInt64 = 2

  /// What a code that no login accepts by itself says.
  enum Finding: Equatable {
    case none
    /// It is one of the device's, out of reach; the code of this moving factor is the one that follows it.
    case nearMiss(pairEnd: UInt64)
    /// It follows the code before, and the state says where the device stands; never `.used` or `.notFound`.
    case pair(Resynchronisation.Finding)
  }

  let kind: DeviceKind
  /// Changed when a pair is complete, and only then.
  private(set) var state: DeviceState
  let now: UInt64

  init(kind: DeviceKind, state: DeviceState, now: UInt64) {
    self.kind = kind
    self.state = state
    self.now = now
  }

  mutating func find(_ typed: UInt32, secret: Span<UInt8>) throws(SystemFailure) -> Finding {
    // A Yubico OTP says itself where its key stands.
    guard let algorithm = kind.algorithm, let digits = kind.digits else { return .none }
    var generator = try CodeGenerator(algorithm: algorithm, digits: digits)
    let awaited = awaitedPairEnd
    let follows = generator.value(of: awaited ?? 0, secret: secret) == typed
    let near: UInt64?
    switch kind {
    case .totp(let parameters): near = nearestStep(typed, parameters, &generator, secret)
    case .hotp: near = nearestCounter(typed, &generator, secret)
    case .yubicoOTP, .ocra, .sent, .fido2, .agent: near = nil
    }
    if let awaited, follows, let found = take(awaited) { return .pair(found) }
    guard let near else { return .none }
    let (pairEnd, overflow) = near.addingReportingOverflow(1)
    return overflow ? .none : .nearMiss(pairEnd: pairEnd)
  }

  /// The moving factor that would make a pair with the code before, unless that is too long ago or was used since.
  private var awaitedPairEnd: UInt64? {
    // The code before was the last miss; a clock set back since says nothing about when that was.
    let (age, isAhead) = now.subtractingReportingOverflow(state.misses.last)
    guard state.pairEnd > state.nextMovingFactor, !isAhead, age <= WiderSearch.patience else { return nil }
    guard case .totp(let parameters) = kind else { return state.pairEnd }
    let before = TOTP.timeStep(at: state.misses.last, period: parameters.period)
    let steps = TOTP.timeStep(at: now, period: parameters.period) - before
    return steps <= WiderSearch.patienceInSteps ? state.pairEnd : nil
  }

  /// The time step nearest to the expected one that shows the code and is not used.
  private func nearestStep(
    _ typed: UInt32, _ parameters: TOTPParameters, _ generator: inout CodeGenerator, _ secret: Span<UInt8>
  ) -> UInt64? {
    let expected = TOTPMatcher.shifted(TOTP.timeStep(at: now, period: parameters.period), by: Int64(state.drift))
    guard let expected else { return nil }
    var best: (step: UInt64, distance: UInt64)?
    for offset in -WiderSearch.timeSteps...WiderSearch.timeSteps {
      guard let step = TOTPMatcher.shifted(expected, by: offset),
        generator.value(of: step, secret: secret) == typed, step >= state.nextMovingFactor
      else { continue }
      if best.map({ offset.magnitude < $0.distance }) ?? true { best = (step, offset.magnitude) }
    }
    return best?.step
  }

  /// The nearest counter that shows the code.
  private func nearestCounter(_ typed: UInt32, _ generator: inout CodeGenerator, _ secret: Span<UInt8>) -> UInt64? {
    var nearest: UInt64?
    for ahead in 0...WiderSearch.counters {
      let (counter, overflow) = state.nextMovingFactor.addingReportingOverflow(ahead)
      guard !overflow, generator.value(of: counter, secret: secret) == typed else { continue }
      nearest = nearest ?? counter
    }
    return nearest
  }

  /// Lets the device go on behind the second code.
  private mutating func take(_ pairEnd: UInt64) -> Resynchronisation.Finding? {
    let passedOver = pairEnd - 1 - state.nextMovingFactor
    switch kind {
    case .totp(let parameters):
      let current = TOTP.timeStep(at: now, period: parameters.period)
      let (ahead, isBehind) = pairEnd.subtractingReportingOverflow(current)
      let offset = isBehind ? 0 - Int64(clamping: current - pairEnd) : Int64(clamping: ahead)
      guard offset.magnitude <= UInt64(Resynchronisation.timeSteps), state.resume(behind: pairEnd, at: now) else {
        return nil
      }
      state.setDrift(offset, window: parameters.window)
      return .inStep(drift: state.drift)
    case .hotp:
      return state.resume(behind: pairEnd, at: now) ? .inCount(passedOver: passedOver) : nil
    case .yubicoOTP, .ocra, .sent, .fido2, .agent: return nil
    }
  }
}
