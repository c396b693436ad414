import CFido2
import CSecurityKey
import Countersign
import SecurityKeys

/// Carries an order out: which key it is for, what it needs of people, and what it gives.
struct KeyTask {
  private let order: KeyOrder

  init(_ order: KeyOrder) {
    self.order = order
  }

  /// - Returns: the last report.
  func carryOut(_ client: borrowing Client) throws(Silence) -> KeyReport {
    let keys = SecurityKey.all()
    guard !keys.isEmpty else { return .noKey(isPlugged: false) }
    switch order.task {
    case .sign(let candidates): return try sign(candidates, keys, client)
    case .make(let algorithm, let party, let user, let demands, let exclusions):
      guard let key = try chosen(keys, client) else { return .failed(.noTouch, triesLeft: nil) }
      let excluded = exclusions.reduce(into: [UInt8]()) {
        $0 += [UInt8(truncatingIfNeeded: $1.count >> 8), UInt8(truncatingIfNeeded: $1.count)] + $1
      }
      let matter = KeyRequest.Matter.credential(algorithm, relyingParty: party, user: user, excluded: excluded)
      return try put(request(matter, demands), to: key, client)
    }
  }

  private func request(_ matter: KeyRequest.Matter, _ demands: SecurityKeyDemands) -> KeyRequest {
    KeyRequest(matter: matter, demands: demands, clientData: order.clientData, seconds: order.seconds)
  }

  private func sign(
    _ candidates: [KeyCandidate], _ keys: [SecurityKey], _ client: borrowing Client
  ) throws(Silence) -> KeyReport {
    let holders = keys.filter { key in candidates.contains { key.holds($0) } }
    guard !holders.isEmpty else { return .noKey(isPlugged: true) }
    guard let key = try chosen(holders, client) else { return .failed(.noTouch, triesLeft: nil) }
    guard let index = candidates.firstIndex(where: { key.holds($0) }) else { return .failed(.gone, triesLeft: nil) }
    let candidate = candidates[index]
    return try put(request(.signature(candidate, index: index), candidate.demands), to: key, client)
  }

  /// The only one, or the one that somebody touches.
  private func chosen(_ keys: [SecurityKey], _ client: borrowing Client) throws(Silence) -> SecurityKey? {
    guard keys.count > 1 else { return keys.first }
    try client.say(.choose)
    return SecurityKey.touched(of: keys, seconds: order.seconds)
  }

  /// Asks a key for something, by a finger where it knows fingers, else by its PIN. A wrong PIN is not asked for again:
  /// that is for a person to begin.
  private func put(
    _ request: KeyRequest, to key: SecurityKey, _ client: borrowing Client
  ) throws(Silence) -> KeyReport {
    let abilities = key.abilities
    let (isTouched, hasFinger, hasPIN) = (
      request.isTouched || abilities.is_fido2 == 0, abilities.has_finger != 0, abilities.has_pin != 0
    )
    let needsPIN = request.demands.contains(.verification) || request.makesCredential && hasPIN
    if !needsPIN || hasFinger {
      if isTouched || hasFinger { try client.say(.touch) }
      let answer = request.put(to: key, pin: try nothing())
      // A key that takes no finger any more takes its PIN; some want one for whatever they do.
      guard hasPIN, answer.failure == .unknownFinger || answer.failure == .noPIN else { return answer.report }
    }
    guard hasPIN else { return .failed(.noPIN, triesLeft: nil) }
    guard abilities.tries != 0 else { return .failed(.pinBlocked, triesLeft: 0) }
    let pin = try client.pin(triesLeft: key.triesLeft)
    guard pin.count > 0 else { return .failed(.noTouch, triesLeft: nil) }
    guard pin.count <= cs_longest_pin else { return .failed(.wrongPIN, triesLeft: key.triesLeft) }
    if isTouched { try client.say(.touch) }
    return request.put(to: key, pin: pin).report
  }

  private func nothing() throws(Silence) -> SecretBytes {
    do throws(SystemFailure) { return try SecretBytes(capacity: 1) } catch { throw Silence() }
  }
}
