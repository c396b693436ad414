/// A secret in the hands of several, from the file it came in to the record; wiped when the last lets go.
public final class SharedSecret {
  /// The bytes themselves.
  public let secret: SecretBytes

  public init(_ secret: consuming SecretBytes) {
    self.secret = secret
  }
}
