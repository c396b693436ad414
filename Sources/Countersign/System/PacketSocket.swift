import CPosix

/// A socket between the module and the program beside it; what is sent arrives packet by packet.
public struct PacketSocket: ~Copyable {
  private let number: Int32

  /// Starts the first of these programs that exists, with the other end as its standard input.
  ///
  /// It is no child of this process, runs as root where this process may, and ends when it likes or after ten minutes.
  /// That it could not be started is told on the socket, see ``CompanionPacket``.
  init(startingFirstOf programs: [FilePath]) throws(SystemFailure) {
    var paths: [UInt8] = []
    for program in programs { paths += program.bytes + [0] }
    // SAFETY: the pointer comes with the count of its own array, which is read before the call returns.
    let started = unsafe paths.withUnsafeBufferPointer { unsafe cs_start_companion($0.baseAddress, $0.count) }
    try checked(.start, started.error)
    number = started.socket
  }

  private init(number: Int32) {
    self.number = number
  }

  deinit {
    _ = cs_close(number)
  }

  /// The end that this program was started with.
  ///
  /// - Returns: for one caller; the socket closes when it lets go.
  public static func ofStandardInput() -> PacketSocket { PacketSocket(number: 0) }

  /// Sends a packet, all of it.
  public borrowing func send(_ packet: Span<UInt8>) throws(SystemFailure) {
    // SAFETY: the pointer comes with its own count.
    let sent = unsafe packet.withUnsafeBufferPointer { unsafe cs_send_packet(number, $0.baseAddress, $0.count) }
    try checked(.write, sent)
  }

  /// Waits until there is a packet, or the other side has ended.
  ///
  /// - Parameters:
  ///   - seconds: at most.
  ///   - terminal: where somebody may give the wait up, by Enter or by a signal that the application handles.
  /// - Returns: `false` when they did.
  borrowing func awaitPacket(
    seconds: UInt32, at terminal: borrowing WatchedTerminal
  ) throws(SystemFailure) -> Bool {
    let result = try checked(.wait, cs_await_packet(number, terminal.number, seconds))
    return result == Int32(cs_await_packet_came)
  }

  /// Waits for the next packet, the module for 30 seconds, the companion as long as the person takes.
  ///
  /// - Parameter longest: in bytes; a longer one is a failure.
  /// - Returns: an empty one when the other side has ended, or has sent nothing but that.
  public borrowing func receive(atMost longest: Int) throws(SystemFailure) -> SecretBytes {
    var packet = try SecretBytes(capacity: longest)
    packet.resize(to: longest)
    var room = packet.mutableBytes
    // SAFETY: the pointer comes with its own count.
    let received = unsafe room.withUnsafeMutableBufferPointer {
      unsafe cs_receive_packet(number, $0.baseAddress, $0.count)
    }
    packet.resize(to: Int(try checked(.read, received)))
    return packet
  }
}
