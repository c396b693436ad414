/// The program beside the module, started, and the socket to it.
///
/// It does what a login needs rarely and what the login's own process is no place for: drawing a QR code, sending a
/// code, running a command. It belongs to no login process and ends by itself when the socket closes.
struct Companion: ~Copyable {
  let socket: PacketSocket

  /// Starts it and gives it its order.
  init(_ order: CompanionOrder, at location: StoreLocation) throws(StoreFailure) {
    do { socket = try Companion.start(order, location) } catch { throw .system(.companion, error) }
  }

  private static func start(
    _ order: CompanionOrder, _ location: StoreLocation
  ) throws(SystemFailure) -> PacketSocket {
    let socket = try PacketSocket(startingFirstOf: location.companionPlaces)
    // A program that could not be started has told why, and gone, perhaps before this is sent: that is read next.
    try? socket.send(order.packet.span)
    return socket
  }

  /// The next packet from it.
  ///
  /// - Throws: also when it has ended, when it says nothing in time, and when it could not be started.
  borrowing func receive() throws(StoreFailure) -> CompanionPacket {
    do throws(SystemFailure) {
      return try CompanionPacket(socket.receive(atMost: CompanionPacket.longest))
    } catch {
      throw .system(.companion, error)
    }
  }
}
