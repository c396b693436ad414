import Countersign

/// What a new device is stored with.
struct DeviceBeginning {
  let kind: DeviceKind
  /// The least moving factor to accept.
  let nextMovingFactor: UInt64
  /// In time steps.
  let drift: Int32
}
