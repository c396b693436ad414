/// How a rotation of the host key ended.
public enum KeyRotationOutcome: Equatable, Sendable {
  /// Every record is under the new key, and the old one is gone.
  case finished(KeyRotationCount)
  /// These records could not be read. All others are under the new key, and the old one is kept for what is put in the
  /// place of these.
  case oldKeyKept(KeyRotationCount, [UnreadableRecord])
}
