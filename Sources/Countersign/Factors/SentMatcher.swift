import OATH

/// Checks a code that was sent. It counts once, for its lifetime, and until the next one is sent.
enum SentMatcher {
  static func match(
    _ typed: UInt32, parameters: SentParameters, state: DeviceState, secret: Span<UInt8>, now: UInt64
  ) throws(SystemFailure) -> MovingFactorMatch {
    var generator = try CodeGenerator(algorithm: SentParameters.algorithm, digits: parameters.digits)
    let isOut = state.sentAt > 0
    // With no code out, the last one, typed once more, deserves a better answer than "wrong".
    let factor = isOut || state.nextMovingFactor == 0 ? state.nextMovingFactor : state.nextMovingFactor - 1
    let isRight = generator.value(of: factor, secret: secret) == typed
    guard isOut else { return isRight && state.lastUsed > 0 ? .used : .unasked }
    guard state.hasFreshCode(parameters, now: now) else { return isRight ? .expired : .unasked }
    return isRight ? .fresh(factor, offset: 0) : .none
  }
}
