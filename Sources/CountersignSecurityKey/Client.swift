import Countersign
import SecurityKeys

/// Who gave the order.
struct Client: ~Copyable {
  private let socket: PacketSocket

  init(socket: consuming PacketSocket) {
    self.socket = socket
  }

  /// - Returns: `nil` for something that no companion of this version says.
  borrowing func order() throws(Silence) -> KeyOrder? {
    let packet: SecretBytes
    do throws(SystemFailure) { packet = try socket.receive(atMost: KeyOrder.longest) } catch { throw Silence() }
    return KeyOrder(packet.bytes)
  }

  borrowing func say(_ report: KeyReport) throws(Silence) {
    do throws(SystemFailure) { try socket.send(report.packet.span) } catch { throw Silence() }
  }

  /// The last word.
  borrowing func end(_ report: KeyReport) { try? socket.send(report.packet.span) }

  /// Asks for a PIN.
  ///
  /// - Returns: empty when it was given up.
  borrowing func pin(triesLeft: UInt8?) throws(Silence) -> SecretBytes {
    try say(.pin(triesLeft: triesLeft))
    do throws(SystemFailure) {
      let packet = try socket.receive(atMost: 512)
      guard packet.count > 0 else { throw SystemFailure(.read, .noProcess) }
      var pin = try SecretBytes(capacity: packet.count)
      pin.append(packet.bytes.extracting(1..<packet.count))
      return pin
    } catch {
      throw Silence()
    }
  }
}
