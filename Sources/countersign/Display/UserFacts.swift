import Countersign

/// What may be told of an enrolled user.
struct UserFacts: Encodable {
  let user: String
  let uid: UInt32
  let devices: [DeviceFacts]
  let recoveryCodes: RecoveryFacts?

  init(_ record: UserRecord, _ state: UserState, now: UInt64, _ throttle: Throttle) {
    user = DisplayText.of(record.user)
    uid = record.uid
    devices = record.devices.compactMap { device in
      state.device(device.id).map { DeviceFacts(device, $0, now: now, throttle) }
    }
    recoveryCodes = record.recovery.map { RecoveryFacts($0, state, now: now, throttle) }
  }
}
