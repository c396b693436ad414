import CPosix

/// The labels by which SELinux tells files from one another.
public enum SecurityLabel {
  /// `system_u:object_r:lib_t:s0`; `nil` for a file without one.
  public static func of(_ path: FilePath) -> [UInt8]? {
    var buffer = [UInt8](repeating: 0, count: 1_024)
    // SAFETY: each pointer comes with the count of its own array.
    let length = unsafe path.withBytes { bytes, count in
      unsafe buffer.withUnsafeMutableBufferPointer { unsafe cs_label_of(bytes, count, $0.baseAddress, $0.count) }
    }
    guard length > 0 else { return nil }
    return Array(buffer.prefix(Int(length)).prefix { $0 != 0 })
  }
}
