/// What comes of an administrator's order.
public enum DirectoryAdministrationReply: Equatable, Sendable {
  /// The entry, as far as it is of interest here.
  case entry([DirectoryChange])
  /// There is no such entry, or none that this client may see.
  case absent
  /// Whether a class is known.
  case known(Bool)
  /// What may be changed.
  case rights(state: Bool, record: Bool)
  /// How a change has ended: a result code (RFC 4511, appendix A), 0 for done, and what the server says to it.
  case result(code: UInt64, text: [UInt8])
  /// No answer that counts. What was to be changed may have been changed or not.
  case fault(DirectoryFault)

  /// In bytes; the longest there is.
  public static let longestPacket = 131_072
  /// In bytes, of what a server says to a result.
  public static let longestText = 512

  /// As it goes over the socket.
  public var packet: [UInt8] {
    switch self {
    case .absent: return [UInt8(ascii: "n")]
    case .known(let isKnown): return [UInt8(ascii: "k"), isKnown ? 1 : 0]
    case .rights(let state, let record): return [UInt8(ascii: "g"), state ? 1 : 0, record ? 1 : 0]
    case .fault(let fault): return [UInt8(ascii: "x"), fault.rawValue]
    case .result(let code, let text):
      var bytes = [UInt8(ascii: "r")]
      DirectoryFields.append(code, to: &bytes)
      DirectoryFields.append(Array(text.prefix(DirectoryAdministrationReply.longestText)), to: &bytes)
      return bytes
    case .entry(let attributes):
      var bytes = [UInt8(ascii: "e")]
      for attribute in attributes { attribute.append(to: &bytes) }
      return bytes
    }
  }

  /// Reads what ``packet`` gives.
  ///
  /// - Returns: `nil` for anything else.
  public init?(_ packet: [UInt8]) {
    guard let mark = packet.first else { return nil }
    switch (mark, packet.count) {
    case (UInt8(ascii: "n"), 1): self = .absent
    case (UInt8(ascii: "k"), 2):
      guard packet[1] <= 1 else { return nil }
      self = .known(packet[1] == 1)
    case (UInt8(ascii: "g"), 3):
      guard packet[1] <= 1, packet[2] <= 1 else { return nil }
      self = .rights(state: packet[1] == 1, record: packet[2] == 1)
    case (UInt8(ascii: "x"), 2):
      guard let fault = DirectoryFault(rawValue: packet[1]) else { return nil }
      self = .fault(fault)
    case (UInt8(ascii: "r"), _):
      var fields = DirectoryFields(packet.dropFirst())
      guard let code = fields.number(), let text = fields.next(), fields.isAtEnd,
        text.count <= DirectoryAdministrationReply.longestText
      else { return nil }
      self = .result(code: code, text: Array(text))
    case (UInt8(ascii: "e"), _):
      var fields = DirectoryFields(packet.dropFirst())
      var attributes: [DirectoryChange] = []
      while !fields.isAtEnd {
        guard let attribute = DirectoryChange(&fields) else { return nil }
        attributes.append(attribute)
      }
      self = .entry(attributes)
    default: return nil
    }
  }
}
