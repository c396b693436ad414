import CPosix

/// The system log as a command writes to it: facility authpriv, under the command's own name. The module writes through
/// libpam instead.
public enum SystemLog {
  /// Writes a line of priority `notice`.
  ///
  /// - Parameter line: without line end and without NUL.
  public static func notice(_ line: [UInt8]) {
    // SAFETY: the line ends in NUL.
    unsafe FilePath(line).withBytes { text, _ in unsafe cs_log_notice(text) }
  }
}
