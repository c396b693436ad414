/// What `enroll --json` prints.
struct EnrolmentFacts: Encodable {
  let user: String
  let device: DeviceFacts
  /// Whether a code of the device was asked for and right.
  let confirmed: Bool
  /// How many recovery codes still work.
  let recoveryCodesLeft: Int
}
