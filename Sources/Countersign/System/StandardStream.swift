import CPosix

/// The three streams that a command is started with.
public enum StandardStream: Int32, Sendable {
  case input = 0
  case output = 1
  case error = 2

  /// Whether a person may be at the other end.
  public var isTerminal: Bool { cs_is_terminal(rawValue) == 1 }

  /// Writes all bytes; a short write goes on where it stopped.
  public func write(_ bytes: Span<UInt8>) throws(SystemFailure) {
    var done = 0
    while done < bytes.count {
      let result = retryingOnInterrupt {
        // SAFETY: done < count, so the rest lies within the span.
        unsafe bytes.withUnsafeBufferPointer {
          unsafe cs_write(rawValue, $0.baseAddress.map { unsafe $0 + done }, $0.count - done)
        }
      }
      let count = try checked(.write, result)
      guard count > 0 else { throw SystemFailure(.write, .inputOutput) }
      done += Int(count)
    }
  }

  /// Reads one byte; a terminal gives none before a whole line is typed.
  ///
  /// - Returns: `nil` at the end of the input.
  public func readByte() throws(SystemFailure) -> UInt8? {
    var byte: UInt8 = 0
    // SAFETY: room for just the one byte asked for.
    let count = try checked(.read, retryingOnInterrupt { unsafe cs_read(rawValue, &byte, 1) })
    return count == 0 ? nil : byte
  }

  /// Reads whatever there is, up to the size of the buffer.
  ///
  /// - Returns: how many bytes were read; 0 at the end of the input.
  public func read(into buffer: inout MutableSpan<UInt8>) throws(SystemFailure) -> Int {
    let result = retryingOnInterrupt {
      // SAFETY: the pointer comes with the count of its own buffer.
      unsafe buffer.withUnsafeMutableBufferPointer { unsafe cs_read(rawValue, $0.baseAddress, $0.count) }
    }
    return Int(try checked(.read, result))
  }

  /// The size of the terminal's window.
  ///
  /// - Returns: `nil` when this is no terminal or it does not know.
  public var window: WindowSize? {
    let window = cs_window_of(rawValue)
    guard window.error == 0, window.columns > 0, window.rows > 0 else { return nil }
    return WindowSize(columns: Int(window.columns), rows: Int(window.rows))
  }
}
