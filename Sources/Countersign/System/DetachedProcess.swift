import CPosix

/// A program that goes on when the command, its terminal and its login have ended.
public enum DetachedProcess {
  /// Returns when it runs.
  ///
  /// - Parameters:
  ///   - path: absolute.
  ///   - arguments: without the program's name.
  public static func start(_ path: FilePath, _ arguments: [[UInt8]]) throws(SystemFailure) {
    var words = path.bytes + [0]
    for argument in arguments { words += argument + [0] }
    // SAFETY: each pointer comes with the count of its own array.
    let result = unsafe path.withBytes { bytes, length in
      unsafe words.withUnsafeBufferPointer { unsafe cs_start_detached(bytes, length, $0.baseAddress, $0.count) }
    }
    try checked(.wait, result)
  }

  /// Seconds since the machine was started, also those that it slept.
  public static func secondsSinceBoot() throws(SystemFailure) -> Int64 {
    try checked(.clock, cs_seconds_since_boot())
  }

  /// Sleeps until so many seconds after the machine was started.
  public static func sleep(untilSecondsSinceBoot seconds: Int64) {
    cs_sleep_until(seconds)
  }
}
