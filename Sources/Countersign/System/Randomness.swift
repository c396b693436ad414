import CPosix

/// Random bytes from the kernel. Not a parameter anywhere: nobody can ask for predictable secrets.
public enum Randomness {
  /// Fills the whole buffer from `getrandom(2)`.
  public static func fill(_ buffer: inout MutableSpan<UInt8>) throws(SystemFailure) {
    var done = 0
    while done < buffer.count {
      let result = retryingOnInterrupt {
        // SAFETY: done < count, so the rest lies within the buffer.
        unsafe buffer.withUnsafeMutableBufferPointer {
          unsafe cs_getrandom($0.baseAddress.map { unsafe $0 + done }, $0.count - done)
        }
      }
      let count = try checked(.random, result)
      done += Int(count)
    }
  }
}
