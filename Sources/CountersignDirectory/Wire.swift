import Countersign

/// The socket to the one who gives orders.
final class Wire {
  private let socket: PacketSocket

  init(socket: consuming PacketSocket) {
    self.socket = socket
  }

  /// The first packet.
  ///
  /// - Returns: `nil` for anything else, and for the end.
  func settings() -> DirectorySettings? { packet().flatMap { DirectorySettings($0) } }

  /// The next order, as long as it takes.
  ///
  /// - Returns: `nil` at the end.
  func order() -> Next? {
    guard let packet = packet(), !packet.isEmpty else { return nil }
    guard let order = DirectoryOrder(packet) else { return .nonsense }
    return .order(order)
  }

  /// What comes.
  enum Next {
    case order(DirectoryOrder)
    case nonsense
  }

  /// - Returns: whether somebody was there to take it.
  @discardableResult
  func send(_ reply: DirectoryReply) -> Bool {
    do throws(SystemFailure) {
      try socket.send(reply.packet.span)
      return true
    } catch {
      return false
    }
  }

  private func packet() -> [UInt8]? {
    do throws(SystemFailure) {
      let packet = try socket.receive(atMost: DirectoryOrder.longestPacket)
      var bytes: [UInt8] = []
      bytes.reserveCapacity(packet.count)
      for index in packet.bytes.indices { bytes.append(packet.bytes[index]) }
      return bytes
    } catch {
      return nil
    }
  }
}
