/// What disabling or enabling a device, or giving it an end, did.
public enum SwitchedDevice: Equatable, Sendable {
  /// It is so now.
  case done
  /// It was so before; nothing was changed.
  case needless
}
