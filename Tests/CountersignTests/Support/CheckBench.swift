import OATH
import Testing

@testable import Countersign

/// A user in memory whose codes are checked one after the other.
struct CheckBench {
  static let now: UInt64 = 1_800_000_000

  var record: UserRecord
  var state = UserState()
  var now = CheckBench.now
  var kinds = FactorKinds.all
  var window: UInt32?
  var lookAhead: UInt32?
  var resync = AutomaticResync.allow
  var challenge: Challenge?
  var deliveries: [DeliveryName] = []

  /// - Parameter kinds: one device each, with the secret that ``secret(_:)`` gives.
  init(_ kinds: [DeviceKind], codes: [RecoveryCodeSet.HashedCode]? = nil) throws {
    let key = try TestKey.make()
    record = UserRecord(user: try TestRecord.user("alice"), uid: 1_000)
    for (index, kind) in kinds.enumerated() {
      let secret = Self.secret(UInt32(index + 1))
      let device = try record.add(
        kind, name: TestRecord.name("Device \(index + 1)"), created: 1, secret: secret.span, key: key)
      state.set(DeviceState(id: try #require(device).id, nextMovingFactor: 0))
    }
    record.recovery = codes.map { RecoveryCodeSet(number: 1, created: 1, codes: $0) }
  }

  /// The secret of a device: each has another.
  static func secret(_ id: UInt32) -> [UInt8] {
    [UInt8](repeating: UInt8(truncatingIfNeeded: id), count: 20)
  }

  /// The code of a device, `steps` from now or of a counter.
  func code(_ id: UInt32, steps: Int64 = 0, counter: UInt64? = nil) throws -> String {
    let kind = try #require(record.devices.first { $0.id == id }).kind
    let movingFactor = counter ?? UInt64(Int64(now / 30) + steps)
    return try Codes.text(movingFactor, kind: kind, secret: Self.secret(id))
  }

  /// Checks an answer, in all readings given, and keeps the state that follows.
  mutating func check(_ readings: String..., key digits: String = "0123456789ABCDEF") throws -> FactorOutcome {
    let key = try TestKey.make(digits)
    var check = FactorCheck(
      record: record, state: state, now: now, kinds: kinds, deliveries: deliveries, window: window,
      lookAhead: lookAhead, resync: resync, challenge: challenge)
    var outcome: FactorOutcome?
    for reading in readings where outcome == nil {
      let code = try TypedCode(Bytes.of(reading).span)
      outcome = try check.accept(code, key: key).map { .accepted($0) }
    }
    let result = outcome ?? check.refusal()
    state = check.state
    return result
  }

  /// Checks what a security key has shown, and keeps the state that follows.
  mutating func check(_ evidence: KeyEvidence) throws -> FactorOutcome {
    let key = try TestKey.make()
    var check = FactorCheck(record: record, state: state, now: now, kinds: kinds, evidence: evidence)
    let nothing: [UInt8] = []
    let code = try TypedCode(nothing.span)
    let accepted = try check.accept(code, key: key)
    let result = accepted.map { .accepted($0) } ?? check.refusal()
    state = check.state
    return result
  }

  mutating func change(_ id: UInt32, _ body: (inout DeviceState) -> Void) throws {
    var device = try #require(state.device(id))
    body(&device)
    state.set(device)
  }

  func misses(_ id: UInt32) -> UInt32? { state.device(id)?.misses.count }

  func label(_ id: UInt32) throws -> FactorLabel {
    FactorLabel(try #require(record.devices.first { $0.id == id }))
  }
}
