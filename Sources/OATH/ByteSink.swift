/// Where encoders write: a buffer of fixed room that may hold a secret.
public protocol ByteSink: ~Copyable {
  /// Adds one byte.
  ///
  /// - Returns: whether it fitted. A full sink stays as it is.
  @discardableResult
  mutating func append(_ byte: UInt8) -> Bool
}
