import CNettle

/// Comparing secrets.
public enum ConstantTime {
  /// Whether both are the same bytes; the time taken depends on the lengths alone.
  public static func equal(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    cs_equal(left, right) == 1
  }
}
