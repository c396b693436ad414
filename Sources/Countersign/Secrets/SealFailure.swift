/// Why a sealed secret did not open.
public enum SealFailure: Error, Equatable, Sendable {
  /// It was sealed under another host key.
  case otherKey
  /// It was changed, or belongs to another user, device or set of parameters.
  case notAuthentic
  /// It is empty or longer than a secret may be.
  case badLength
  case system(SystemFailure)
}
