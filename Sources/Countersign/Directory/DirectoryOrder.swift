/// What the program that speaks to the directory is to do. It is about one user at most, and what changes something
/// names the generation that was read: where another one was faster, nothing happens.
public enum DirectoryOrder: Equatable, Sendable {
  case read(UserName)
  /// Writes the state that follows: a code that is used, or one more failure.
  case take(UserName, generation: UInt64, state: [UInt8])
  /// Writes what administration changed, and the state with it.
  case write(UserName, generation: UInt64, record: [UInt8], state: [UInt8])
  /// Adds a user; with generation 0 one who is being moved here.
  case add(UserName, generation: UInt64, record: [UInt8], state: [UInt8])
  case remove(UserName, generation: UInt64)
  /// Writes generation 0 and the state that goes with it: nobody lets the user in until a move has ended.
  case withhold(UserName, generation: UInt64, state: [UInt8])
  /// All users, one after the other.
  case list
  /// What may be changed; changes nothing.
  case check(UserName)

  /// In bytes; the longest there is.
  public static let longestPacket = DirectoryUser.longestRecord + DirectoryUser.longestState + 1024

  /// As it goes over the socket.
  public var packet: [UInt8] {
    var bytes: [UInt8] = [mark]
    func add(_ user: UserName, _ generation: UInt64?, _ fields: [[UInt8]]) {
      DirectoryFields.append(user.bytes, to: &bytes)
      if let generation { DirectoryFields.append(generation, to: &bytes) }
      for field in fields { DirectoryFields.append(field, to: &bytes) }
    }
    switch self {
    case .read(let user), .check(let user): add(user, nil, [])
    case .take(let user, let generation, let state), .withhold(let user, let generation, let state):
      add(user, generation, [state])
    case .write(let user, let generation, let record, let state): add(user, generation, [record, state])
    case .add(let user, let generation, let record, let state): add(user, generation, [record, state])
    case .remove(let user, let generation): add(user, generation, [])
    case .list: break
    }
    return bytes
  }

  private var mark: UInt8 {
    switch self {
    case .read: UInt8(ascii: "r")
    case .take: UInt8(ascii: "t")
    case .write: UInt8(ascii: "w")
    case .add: UInt8(ascii: "a")
    case .remove: UInt8(ascii: "d")
    case .withhold: UInt8(ascii: "h")
    case .list: UInt8(ascii: "l")
    case .check: UInt8(ascii: "c")
    }
  }

  /// Reads what ``packet`` gives.
  ///
  /// - Returns: `nil` for anything else.
  public init?(_ packet: [UInt8]) {
    guard let mark = packet.first else { return nil }
    var fields = DirectoryFields(packet.dropFirst())
    guard let order = DirectoryOrder.read(mark, &fields), fields.isAtEnd else { return nil }
    self = order
  }

  private static func read(_ mark: UInt8, _ fields: inout DirectoryFields) -> DirectoryOrder? {
    if mark == UInt8(ascii: "l") { return .list }
    guard let user = fields.user() else { return nil }
    if mark == UInt8(ascii: "r") { return .read(user) }
    if mark == UInt8(ascii: "c") { return .check(user) }
    guard let generation = fields.number() else { return nil }
    if mark == UInt8(ascii: "d") { return .remove(user, generation: generation) }
    guard let first = fields.next() else { return nil }
    if mark == UInt8(ascii: "t") || mark == UInt8(ascii: "h") {
      guard (1...DirectoryUser.longestState).contains(first.count) else { return nil }
      return mark == UInt8(ascii: "t")
        ? .take(user, generation: generation, state: Array(first))
        : .withhold(user, generation: generation, state: Array(first))
    }
    guard let state = fields.next(), (1...DirectoryUser.longestState).contains(state.count),
      (1...DirectoryUser.longestRecord).contains(first.count)
    else { return nil }
    switch mark {
    case UInt8(ascii: "w"):
      return .write(user, generation: generation, record: Array(first), state: Array(state))
    case UInt8(ascii: "a"):
      return .add(user, generation: generation, record: Array(first), state: Array(state))
    default: return nil
    }
  }
}
