import CNettle

/// Comparing secrets.
public enum ConstantTime {
  /// Whether both are the same bytes; the time taken depends on the lengths alone.
  public static func equal(_ left: Span<UInt8>, _ right: Span<UInt8>) -> Bool {
    // SAFETY: each pointer comes with the count of its own span.
    let equal = unsafe left.withUnsafeBufferPointer { left in
      unsafe right.withUnsafeBufferPointer { right in
        unsafe cs_equal(left.baseAddress, left.count, right.baseAddress, right.count)
      }
    }
    return equal == 1
  }
}
