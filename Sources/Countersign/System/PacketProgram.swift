import CPosix

/// A program beside this one that is talked with packet by packet. It is a child of this process; when this value goes,
/// it is ended. For the command and its companion alone.
public struct PacketProgram: ~Copyable {
  /// What came of waiting for it.
  public enum Arrival: ~Copyable {
    case packet(SecretBytes)
    /// It has ended, or sent what is none of its packets.
    case ended
    case timeIsOver
    /// Who waits at this process's own standard input has left.
    case left
  }

  private let number: Int32
  private let socket: Int32

  /// Starts the first of these programs that exists. One that cannot be started has ended when it is first waited for.
  public init(startingFirstOf programs: [FilePath]) throws(SystemFailure) {
    var paths: [UInt8] = []
    for program in programs { paths += program.bytes + [0] }
    // SAFETY: the pointer comes with the count of its own array, which is read before the call returns.
    let started = unsafe paths.withUnsafeBufferPointer { unsafe cs_start_packet_program($0.baseAddress, $0.count) }
    try checked(.start, started.error)
    number = started.pid
    socket = started.socket
  }

  deinit {
    _ = cs_close(socket)
    cs_end(number)
  }

  /// Sends a packet, all of it.
  public borrowing func send(_ packet: Span<UInt8>) throws(SystemFailure) {
    // SAFETY: the pointer comes with its own count.
    let sent = unsafe packet.withUnsafeBufferPointer { unsafe cs_send_packet(socket, $0.baseAddress, $0.count) }
    try checked(.write, sent)
  }

  /// Waits for its next packet.
  ///
  /// - Parameters:
  ///   - longest: in bytes; a longer packet is none of its.
  ///   - watchesInput: whether standard input is a socket whose other end may leave.
  public borrowing func receive(
    atMost longest: Int, milliseconds: Int32, watchesInput: Bool
  ) throws(SystemFailure) -> Arrival {
    switch cs_wait_for_packet(socket, watchesInput ? 0 : -1, milliseconds) {
    case cs_awaited_left: return .left
    case cs_awaited_packet: break
    default: return .timeIsOver
    }
    var packet = try SecretBytes(capacity: longest)
    packet.resize(to: longest)
    var room = packet.mutableBytes
    // SAFETY: the pointer comes with its own count.
    let received = unsafe room.withUnsafeMutableBufferPointer {
      unsafe cs_receive_packet(socket, $0.baseAddress, $0.count)
    }
    guard received > 0 else { return .ended }
    packet.resize(to: Int(received))
    return .packet(packet)
  }
}
