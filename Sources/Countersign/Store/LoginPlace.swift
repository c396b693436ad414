/// Where a login takes place, as far as a remembered success looks at it.
public enum LoginPlace: Equatable, Sendable {
  case address(NetworkAddress)
  /// The terminal's name without `/dev/`, 1 to 28 bytes.
  case terminal([UInt8])

  /// The longest name of a terminal that is remembered, in bytes.
  public static let longestTerminal = 28

  /// What of a login has to be the same.
  ///
  /// - Parameter host: whose terminals are told apart from those of others; empty where it is one host's own affair.
  /// - Returns: `nil` when the login has no such place: a rule that cannot be kept remembers nothing.
  public init?(address: NetworkAddress?, terminal: [UInt8]?, of host: [UInt8] = [], _ rule: RememberRule.Place) {
    switch rule {
    case .either:
      if let address {
        self = .address(address)
      } else {
        self.init(terminal, host)
      }
    case .sameAddress:
      guard let address else { return nil }
      self = .address(address)
    case .sameTerminal: self.init(terminal, host)
    }
  }

  /// A terminal by the name that an application gave it.
  ///
  /// - Returns: `nil` for a name that is not one terminal's: sshd says `ssh` for each of its logins.
  private init?(_ terminal: [UInt8]?, _ host: [UInt8]) {
    guard var name = terminal?[...], !name.contains(0) else { return nil }
    if name.starts(with: "/dev/") { name = name.dropFirst(5) }
    let isTerminal = name.starts(with: "tty") || name.starts(with: "pts/") || name.starts(with: ":")
    guard isTerminal, name.count <= LoginPlace.longestTerminal else { return nil }
    guard DirectoryStore.isUsable, !host.isEmpty else {
      self = .terminal(Array(name))
      return
    }
    let whole = name + [UInt8(ascii: "@")] + host
    // Longer than there is room for: 48 bits of its digest tell hosts apart as well.
    let short = name + [UInt8(ascii: "@")] + Hex.encode(Array(Checksum.of([], host[...]).prefix(6)))
    let found = whole.count <= LoginPlace.longestTerminal ? whole : short
    guard found.count <= LoginPlace.longestTerminal else { return nil }
    self = .terminal(Array(found))
  }
}
