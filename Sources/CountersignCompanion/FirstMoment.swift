/// Where a new device stands after its first code.
struct FirstMoment {
  /// The least moving factor to accept.
  let nextMovingFactor: UInt64
  /// In time steps.
  let drift: Int32
}
