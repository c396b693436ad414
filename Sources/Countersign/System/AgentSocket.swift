import CPosix

/// A connection to the SSH agent of a user. For the companion alone.
public struct AgentSocket: ~Copyable {
  /// What came of waiting for the agent.
  public enum Arrival: Equatable, Sendable {
    case bytes([UInt8])
    case ended
    case timeIsOver
    /// Who waits at this process's own standard input has left.
    case left
  }

  private let number: Int32

  /// How long a user's own file system and a listener may take, in milliseconds.
  private static let patience: Int32 = 5_000

  /// Connects with no rights but the user's, to a socket that is the user's or root's.
  ///
  /// - Throws: `EPERM` for a socket of somebody else.
  public init(_ path: [UInt8], as user: UInt32) throws(SystemFailure) {
    // SAFETY: the pointer comes with the count of its own array, which is read before the call returns.
    let connected = unsafe path.withUnsafeBufferPointer {
      unsafe cs_connect_to_agent($0.baseAddress, $0.count, user, AgentSocket.patience)
    }
    number = try checked(.open, connected)
  }

  deinit {
    _ = cs_close(number)
  }

  /// Sends all of it.
  public borrowing func send(_ bytes: [UInt8]) throws(SystemFailure) {
    // SAFETY: the pointer comes with the count of its own array.
    let sent = unsafe bytes.withUnsafeBufferPointer {
      unsafe cs_send_to_agent(number, $0.baseAddress, $0.count, AgentSocket.patience)
    }
    try checked(.write, sent)
  }

  /// Waits for more.
  ///
  /// - Parameter most: in bytes, that are taken.
  public borrowing func receive(atMost most: Int, until deadline: Int64) throws(SystemFailure) -> Arrival {
    let left = deadline - (try Clock.monotonicNanoseconds())
    switch cs_wait_for_packet(number, 0, Int32(clamping: max(left, 0) / 1_000_000)) {
    case cs_awaited_left: return .left
    case cs_awaited_packet: break
    default: return .timeIsOver
    }
    var buffer = [UInt8](repeating: 0, count: most)
    // SAFETY: the pointer comes with the count of its own array.
    let count = unsafe buffer.withUnsafeMutableBufferPointer {
      unsafe cs_receive_from_agent(number, $0.baseAddress, $0.count, 0)
    }
    guard count != -Int64(Errno.timedOut.rawValue) else { return .bytes([]) }
    try checked(.read, count)
    return count == 0 ? .ended : .bytes(Array(buffer.prefix(Int(count))))
  }
}
