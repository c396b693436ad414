/// What comes of an order.
public enum DirectoryReply: Equatable, Sendable {
  /// The user; of a list, one of them.
  case found(DirectoryUser)
  /// The deciding provider says that there is no such user.
  case absent
  /// It is on the provider's disk.
  case done
  /// The generation is no longer the one that was named, or the user is there already: nothing has changed.
  case overtaken
  /// One of a list is no user of ours; its name as it stands there, empty for none.
  case flawed([UInt8])
  /// The list is at its end.
  case end
  /// What may be changed.
  case rights(state: Bool, record: Bool)
  /// Nothing that counts. What was to be changed may have been changed or not.
  case fault(DirectoryFault)

  /// In bytes; the longest there is.
  public static let longestPacket = DirectoryOrder.longestPacket

  /// As it goes over the socket.
  public var packet: [UInt8] {
    switch self {
    case .absent: return [UInt8(ascii: "n")]
    case .done: return [UInt8(ascii: "k")]
    case .overtaken: return [UInt8(ascii: "o")]
    case .end: return [UInt8(ascii: "e")]
    case .flawed(let name): return [UInt8(ascii: "f")] + name
    case .rights(let state, let record): return [UInt8(ascii: "g"), state ? 1 : 0, record ? 1 : 0]
    case .fault(let fault): return [UInt8(ascii: "x"), fault.rawValue]
    case .found(let user):
      var bytes = [UInt8(ascii: "u")]
      DirectoryFields.append(user.name.bytes, to: &bytes)
      DirectoryFields.append(user.generation, to: &bytes)
      DirectoryFields.append(user.takeover, to: &bytes)
      DirectoryFields.append(user.record, to: &bytes)
      DirectoryFields.append(user.state, to: &bytes)
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
    case (UInt8(ascii: "k"), 1): self = .done
    case (UInt8(ascii: "o"), 1): self = .overtaken
    case (UInt8(ascii: "e"), 1): self = .end
    case (UInt8(ascii: "f"), _): self = .flawed(Array(packet.dropFirst()))
    case (UInt8(ascii: "g"), 3):
      guard packet[1] <= 1, packet[2] <= 1 else { return nil }
      self = .rights(state: packet[1] == 1, record: packet[2] == 1)
    case (UInt8(ascii: "x"), 2):
      guard let fault = DirectoryFault(rawValue: packet[1]) else { return nil }
      self = .fault(fault)
    case (UInt8(ascii: "u"), _):
      var fields = DirectoryFields(packet.dropFirst())
      guard let name = fields.user(), let generation = fields.number(), let takeover = fields.number(),
        let record = fields.next(), let state = fields.next(), fields.isAtEnd,
        let user = DirectoryUser(
          name: name, generation: generation, record: Array(record), state: Array(state), takeover: takeover)
      else { return nil }
      self = .found(user)
    default: return nil
    }
  }
}
