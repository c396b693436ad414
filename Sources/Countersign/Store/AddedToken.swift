/// What became of a token that was to come into the inventory.
public enum AddedToken: Equatable, Sendable {
  case added(HardwareToken)
  /// The inventory has one of this serial number with this very secret; it is as it was.
  case alreadyThere(HardwareToken)
}
