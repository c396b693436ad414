import Countersign

/// Why devices are not written.
public enum ExportFailure: Error, Equatable, Sendable {
  case system(SystemFailure)
  /// The name of user or device has no spelling in the format.
  case unwritableName
  /// The format knows no such device.
  case unwritableKind
  /// The passphrase has no bytes, or a length is wrong that this program chose itself.
  case cipher
}
