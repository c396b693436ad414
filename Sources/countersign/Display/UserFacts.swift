import Countersign

/// What may be told of a user.
struct UserFacts: Encodable {
  let user: String
  let uid: UInt32
  /// Absent where it is the policy's.
  let language: String?
  let devices: [DeviceFacts]
  let recoveryCodes: RecoveryFacts?
  let bypass: BypassFacts?
  let temporaryCode: TemporaryCodeFacts?
  let reset: ResetFacts?
  /// Absent when there is none.
  let remembered: [RememberedFacts]?

  /// - Parameter showsAddresses: whether all of the addresses is shown that codes are sent to.
  init(
    _ record: UserRecord, _ state: UserState, now: UInt64, _ throttle: Throttle, showsAddresses: Bool = false
  ) {
    user = DisplayText.of(record.user)
    uid = record.uid
    language = record.language?.tag.description
    devices = record.devices.compactMap { device in
      state.device(device.id).map {
        DeviceFacts(device, $0, now: now, throttle, showsAddress: showsAddresses)
      }
    }
    recoveryCodes = record.recovery.map { RecoveryFacts($0, state, now: now, throttle) }
    bypass = record.bypass.map { BypassFacts($0, state, now: now) }
    temporaryCode = record.temporary.map { TemporaryCodeFacts($0, state, now: now, throttle) }
    reset = record.reset.map { ResetFacts($0) }
    remembered = state.remembered.isEmpty ? nil : state.remembered.map { RememberedFacts($0) }
  }
}
