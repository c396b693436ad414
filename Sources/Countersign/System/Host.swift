import CPosix

/// This machine.
public enum Host {
  /// Its name as `hostname` prints it; empty when it has none.
  public static var name: [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 255)
    // SAFETY: the pointer comes with the count of its own array.
    let length = unsafe buffer.withUnsafeMutableBufferPointer { unsafe cs_host_name($0.baseAddress, $0.count) }
    return Array(buffer.prefix(length))
  }
  /// The path of the running program; `nil` where `/proc` does not say.
  public static var program: [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 4_096)
    // SAFETY: the pointer comes with the count of its own array.
    let length = unsafe buffer.withUnsafeMutableBufferPointer { unsafe cs_program($0.baseAddress, $0.count) }
    return length > 0 ? Array(buffer.prefix(Int(length))) : nil
  }
}
