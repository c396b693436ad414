import Countersign

/// The socket to the one who gives orders.
final class Wire {
  private let socket: PacketSocket

  init(socket: consuming PacketSocket) {
    self.socket = socket
  }

  /// The first packet: what the orders behind it will be, and where.
  ///
  /// - Returns: `nil` for anything else, and for the end.
  func beginning() -> (DirectoryPurpose, DirectorySettings)? {
    guard let packet = packet() else { return nil }
    for purpose in DirectoryPurpose.allCases {
      if let settings = DirectorySettings(packet, for: purpose) { return (purpose, settings) }
    }
    return nil
  }

  /// The next order, as long as it takes.
  ///
  /// - Returns: `nil` at the end.
  func order() -> Next? {
    guard let packet = packet(), !packet.isEmpty else { return nil }
    guard let order = DirectoryOrder(packet) else { return .nonsense }
    return .order(order)
  }

  /// The next order of an administrator.
  ///
  /// - Returns: `nil` at the end.
  func administrationOrder() -> NextOfAdministration? {
    guard let packet = packet(), !packet.isEmpty else { return nil }
    return DirectoryAdministrationOrder(packet).map { .order($0) } ?? .nonsense
  }

  /// What comes of an administrator.
  enum NextOfAdministration {
    case order(DirectoryAdministrationOrder)
    case nonsense
  }

  /// What comes.
  enum Next {
    case order(DirectoryOrder)
    case nonsense
  }

  /// - Returns: whether somebody was there to take it.
  @discardableResult
  func send(_ reply: DirectoryReply) -> Bool { send(packet: reply.packet) }

  /// - Returns: whether somebody was there to take it.
  @discardableResult
  func send(_ reply: DirectoryAdministrationReply) -> Bool { send(packet: reply.packet) }

  private func send(packet: [UInt8]) -> Bool {
    do throws(SystemFailure) {
      try socket.send(packet.span)
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
