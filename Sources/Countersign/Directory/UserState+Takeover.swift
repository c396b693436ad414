import OATH

extension UserState {
  /// The state as it counts behind a takeover, before which codes may have been used that this provider has not seen.
  ///
  /// No time step counts that could have been accepted by then. Of a device without a clock, which was not used since,
  /// one code shows where it stands and the next one counts.
  func after(_ takeover: Takeover, of record: UserRecord) -> UserState {
    guard takeover.time > 0 else { return self }
    var state = self
    for device in record.devices {
      guard var own = state.device(device.id), max(own.lastUsed, device.created) <= takeover.time else { continue }
      switch device.kind {
      case .totp(let parameters):
        let step = TOTP.timeStep(at: takeover.time, period: parameters.period)
        let reach = Int64(own.drift) + Int64(max(parameters.window, takeover.window)) + 1
        own.nextMovingFactor = max(own.nextMovingFactor, TOTPMatcher.shifted(step, by: reach) ?? 0)
      case .hotp, .yubicoOTP, .ocra, .fido2, .agent, .sent: own.isDoubtful = true
      }
      state.set(own)
    }
    return state
  }
}
