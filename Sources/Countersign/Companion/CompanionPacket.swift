/// What the companion says: a kind, and text that is shown or evidence of what was done.
public struct CompanionPacket: ~Copyable {
  /// In bytes, the first one included, which tells the kind or that it is an answer.
  public static let longest = 6_144

  /// What a packet is, as its first byte says.
  public enum Kind: UInt8, Sendable {
    /// A question whose answer is hidden while it is typed.
    case hiddenQuestion = 0x68
    /// A question whose answer is seen.
    case openQuestion = 0x71
    case message = 0x6D
    case errorMessage = 0x65
    /// A line for the log of the login: its urgency in one byte, and text.
    case logLine = 0x6C
    /// A question for what an earlier module has asked for.
    case earlierAnswer = 0x70
    /// A password for the modules that follow.
    case forwarded = 0x77
    /// How it ended; the last packet.
    case ending = 0x7A

    /// Whether what follows is no text that is shown.
    fileprivate var isBytes: Bool { self == .ending || self == .logLine || self == .forwarded }
  }

  let kind: Kind
  /// Without the kind; what is shown ends in a NUL here.
  let text: SecretBytes

  /// Reads a packet.
  ///
  /// - Throws: `ESRCH` for no packet, which says that the companion has ended; the error with which it could not be
  ///   started; `EINVAL` for anything that a companion does not say.
  init(_ packet: borrowing SecretBytes) throws(SystemFailure) {
    let kind = try CompanionPacket.kind(of: packet.bytes)
    let text = try CompanionPacket.text(of: packet.bytes, kind)
    self.kind = kind
    self.text = text
  }

  private static func kind(of packet: Span<UInt8>) throws(SystemFailure) -> Kind {
    guard packet.count > 0 else { throw SystemFailure(.read, .noProcess) }
    if packet[0] == absent { throw SystemFailure(.start, errno(packet)) }
    guard let kind = Kind(rawValue: packet[0]) else { throw SystemFailure(.read, .invalid) }
    return kind
  }

  private static func text(of packet: Span<UInt8>, _ kind: Kind) throws(SystemFailure) -> SecretBytes {
    let content = packet.extracting(1..<packet.count)
    guard kind.isBytes || isDisplayable(content) else { throw SystemFailure(.read, .invalid) }
    var text = try SecretBytes(capacity: packet.count)
    text.append(content)
    if !kind.isBytes { text.append(0) }
    return text
  }

  private static let absent = UInt8(ascii: "X")

  /// In the byte order of the machine.
  private static func errno(_ packet: Span<UInt8>) -> Errno {
    guard packet.count == 5, packet[2] == 0, packet[3] == 0, packet[4] == 0 else { return .invalid }
    return Errno(rawValue: Int32(packet[1]))
  }

  /// Lines of text without control characters: nothing that a terminal takes for an order.
  private static func isDisplayable(_ text: Span<UInt8>) -> Bool {
    for index in text.indices where text[index] < 0x20 && text[index] != UInt8(ascii: "\n") || text[index] == 0x7F {
      return false
    }
    return true
  }
}
