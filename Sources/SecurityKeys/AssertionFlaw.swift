/// What is wrong with a signature of a security key.
public enum AssertionFlaw: Error, Equatable, Sendable {
  /// The authenticator's data are none.
  case malformed
  /// It was made for another relying party.
  case otherRelyingParty
  /// Nobody touched the key, which was asked for.
  case notTouched
  /// The key does not know who touched it, which was asked for.
  case notVerified
  /// It is not by this key, or not over this.
  case wrongSignature

  /// As it stands in log lines.
  public var reason: StaticString {
    switch self {
    case .malformed: "key-answer-malformed"
    case .otherRelyingParty: "key-answer-for-another"
    case .notTouched: "key-answer-untouched"
    case .notVerified: "key-answer-unverified"
    case .wrongSignature: "key-wrong-signature"
    }
  }
}
