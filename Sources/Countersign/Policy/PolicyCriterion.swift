/// One thing that a `Match` line asks for: a kind of fact and the list of terms it is compared with.
public struct PolicyCriterion: Equatable, Sendable {
  /// Which fact is looked at.
  public enum Kind: UInt8, CaseIterable, Sendable {
    case user, group, service, network, terminal, key, time

    /// As the manual writes it.
    public var name: StaticString {
      switch self {
      case .user: "User"
      case .group: "Group"
      case .service: "Service"
      case .network: "Network"
      case .terminal: "TTY"
      case .key: "Key"
      case .time: "Time"
      }
    }

    init?(_ word: ArraySlice<UInt8>) {
      let found: Kind
      switch word.count {
      case 3 where word.spells("tty"): found = .terminal
      case 3 where word.spells("key"): found = .key
      case 4 where word.spells("user"): found = .user
      case 4 where word.spells("time"): found = .time
      case 5 where word.spells("group"): found = .group
      case 7 where word.spells("service"): found = .service
      case 7 where word.spells("network"): found = .network
      default: return nil
      }
      self = found
    }
  }

  /// Which fact it looks at.
  public let kind: Kind
  /// Its terms, as a part of ``Policy/terms``.
  public let terms: Range<Int>
  /// Where its name stands, from 1, in bytes.
  public let column: UInt32
}
