/// What a provider does not know that has taken over from one that failed.
struct Takeover: Equatable {
  /// Seconds since 1970; 0 where nothing was taken over.
  let time: UInt64
  /// The most time steps on each side that the policy accepts anywhere; 0 where it leaves that to the devices.
  let window: UInt32
}
