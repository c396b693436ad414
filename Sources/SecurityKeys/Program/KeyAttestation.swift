/// What a key says of where it comes from, as libfido2 finds it.
public enum KeyAttestation: UInt8, Sendable {
  /// Nothing.
  case none = 0
  /// The credential vouches for itself.
  case itself
  /// A certificate fits. Whose it is, nobody has looked up.
  case certificate
  /// It does not fit: the key is not what it says, or somebody changed what it said.
  case wrong
}
