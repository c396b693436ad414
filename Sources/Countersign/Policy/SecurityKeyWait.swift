/// For how long a login waits until somebody touches a security key, in seconds.
public enum SecurityKeyWait {
  public static let standard: UInt32 = 20
  /// What a policy may say: long enough to find the key, and well below the two minutes that a login may take.
  public static let range: ClosedRange<UInt64> = 5...60
}
