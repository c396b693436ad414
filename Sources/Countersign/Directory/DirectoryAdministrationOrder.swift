/// What an administrator has done at one server. Entries are named as LDAP names them (RFC 4514).
public enum DirectoryAdministrationOrder: Equatable, Sendable {
  /// Reads one entry; the one without a name tells of the server.
  case look([UInt8])
  /// Asks whether a class of objects, by its number, stands in the server's schema, an entry.
  case knows(objectClass: [UInt8], schema: [UInt8])
  /// What may be changed in an entry; changes nothing.
  case rights([UInt8])
  case add([UInt8], [DirectoryChange])
  /// All of it or nothing. Where a value that is to be deleted is not there, nothing.
  case change([UInt8], [DirectoryChange])

  /// In bytes; the longest there is.
  public static let longestPacket = 65_536
  /// In bytes, of the name of an entry.
  static let longestName = 2_048

  /// As it goes over the socket.
  public var packet: [UInt8] {
    var bytes: [UInt8]
    var parts: [DirectoryChange] = []
    switch self {
    case .look(let entry):
      bytes = [UInt8(ascii: "l")]
      DirectoryFields.append(entry, to: &bytes)
    case .knows(let objectClass, let schema):
      bytes = [UInt8(ascii: "k")]
      DirectoryFields.append(objectClass, to: &bytes)
      DirectoryFields.append(schema, to: &bytes)
    case .rights(let entry):
      bytes = [UInt8(ascii: "r")]
      DirectoryFields.append(entry, to: &bytes)
    case .add(let entry, let changes):
      bytes = [UInt8(ascii: "a")]
      DirectoryFields.append(entry, to: &bytes)
      parts = changes
    case .change(let entry, let changes):
      bytes = [UInt8(ascii: "c")]
      DirectoryFields.append(entry, to: &bytes)
      parts = changes
    }
    for part in parts { part.append(to: &bytes) }
    return bytes
  }

  /// Reads what ``packet`` gives.
  ///
  /// - Returns: `nil` for anything else.
  public init?(_ packet: [UInt8]) {
    guard packet.count <= DirectoryAdministrationOrder.longestPacket, let mark = packet.first else { return nil }
    var fields = DirectoryFields(packet.dropFirst())
    guard let first = fields.next().map({ Array($0) }), DirectoryAdministrationOrder.isName(first) else { return nil }
    switch mark {
    case UInt8(ascii: "l"): self = .look(first)
    case UInt8(ascii: "r"): self = .rights(first)
    case UInt8(ascii: "k"):
      guard DirectoryAdministrationOrder.isNumber(first), let schema = fields.next().map({ Array($0) }),
        DirectoryAdministrationOrder.isName(schema)
      else { return nil }
      self = .knows(objectClass: first, schema: schema)
    case UInt8(ascii: "a"), UInt8(ascii: "c"):
      var changes: [DirectoryChange] = []
      while !fields.isAtEnd {
        guard let change = DirectoryChange(&fields) else { return nil }
        changes.append(change)
      }
      guard !changes.isEmpty else { return nil }
      self = mark == UInt8(ascii: "a") ? .add(first, changes) : .change(first, changes)
    default: return nil
    }
    guard fields.isAtEnd else { return nil }
  }

  private static func isName(_ name: [UInt8]) -> Bool { name.count <= longestName && !name.contains(0) }

  /// Only what needs no escape in a filter.
  private static func isNumber(_ text: [UInt8]) -> Bool {
    !text.isEmpty && text.allSatisfy { $0 == UInt8(ascii: ".") || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
  }
}
