import CPosix

/// Random bytes from the kernel. Not a parameter anywhere: nobody can ask for predictable secrets.
public enum Randomness {
  /// Fills the whole buffer from `getrandom(2)`.
  public static func fill(_ buffer: inout MutableSpan<UInt8>) throws(SystemFailure) {
    var done = 0
    while done < buffer.count {
      var rest = buffer._mutatingExtracting(done..<buffer.count)
      let count = try checked(.random, retryingOnInterrupt { cs_getrandom(&rest) })
      done += Int(count)
    }
  }
}
