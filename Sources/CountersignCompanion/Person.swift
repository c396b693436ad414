import Countersign

/// The person who logs in, reached through the module.
struct Person: ~Copyable {
  private let socket: PacketSocket

  init(socket: consuming PacketSocket) {
    self.socket = socket
  }

  /// What the module wants; the first packet.
  ///
  /// - Returns: `nil` for something that no module of this version says.
  borrowing func order() throws(Silence) -> CompanionOrder? {
    let packet: SecretBytes
    do throws(SystemFailure) { packet = try socket.receive(atMost: CompanionPacket.longest) } catch { throw Silence() }
    var bytes: [UInt8] = []
    for index in packet.bytes.indices { bytes.append(packet.bytes[index]) }
    return CompanionOrder(bytes)
  }

  /// Asks something.
  ///
  /// - Parameter text: shown before the answer is typed, on the last of its lines.
  /// - Returns: what was typed; possibly nothing.
  borrowing func ask(_ text: borrowing SecretBytes, isHidden: Bool = false) throws(Silence) -> SecretBytes {
    try send(isHidden ? .hiddenQuestion : .openQuestion, text)
    return try receive()
  }

  /// Shows something, on lines of its own; a line end at its end is dropped, because a message has one by itself.
  borrowing func tell(_ text: borrowing SecretBytes, isError: Bool = false) throws(Silence) {
    try send(isError ? .errorMessage : .message, text)
  }

  /// The last word.
  borrowing func end(_ ending: [UInt8]) {
    try? socket.send(([CompanionPacket.Kind.ending.rawValue] + ending).span)
  }

  /// Sends something that is neither asked nor shown.
  borrowing func send(_ kind: CompanionPacket.Kind, _ bytes: Span<UInt8>) throws(Silence) {
    do throws(SystemFailure) {
      var packet = try SecretBytes(capacity: bytes.count + 1)
      packet.append(kind.rawValue)
      packet.append(bytes)
      try socket.send(packet.bytes)
    } catch {
      throw Silence()
    }
  }

  /// Waits for what the module gives to something that was sent.
  borrowing func given() throws(Silence) -> Given {
    do throws(SystemFailure) {
      let packet = try socket.receive(atMost: CompanionPacket.longest)
      guard packet.count > 0, let kind = CompanionAnswer(rawValue: packet.bytes[0]) else {
        throw SystemFailure(.read, .noProcess)
      }
      switch kind {
      case .none: return .nothing
      case .otherUser: return .aboutOtherUser
      case .answer:
        var text = try SecretBytes(capacity: packet.count)
        text.append(packet.bytes.extracting(1..<packet.count))
        return .answer(text)
      }
    } catch {
      throw Silence()
    }
  }

  /// What the module has given.
  enum Given: ~Copyable {
    case answer(SecretBytes)
    case nothing
    /// An answer that does not matter any more: the login is about somebody else by now.
    case aboutOtherUser
  }

  private borrowing func send(_ kind: CompanionPacket.Kind, _ text: borrowing SecretBytes) throws(Silence) {
    let isMessage = kind == .message || kind == .errorMessage
    let endsLine = text.count > 0 && text.bytes[text.count - 1] == UInt8(ascii: "\n")
    try send(kind, text.bytes.extracting(0..<(isMessage && endsLine ? text.count - 1 : text.count)))
  }

  private borrowing func receive() throws(Silence) -> SecretBytes {
    switch try given() {
    case .answer(let answer): return answer
    default: throw Silence()
    }
  }
}
