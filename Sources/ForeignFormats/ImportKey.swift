import Countersign

/// What encrypted files are opened with.
public enum ImportKey {
  case none
  /// The bytes of a key that sender and receiver agreed upon.
  case preShared(SharedSecret)
  case passphrase(SharedSecret)
}
