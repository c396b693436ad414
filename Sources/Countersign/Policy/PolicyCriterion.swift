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
      for kind in Kind.allCases where word.spells(kind.nameInSmallLetters) {
        self = kind
        return
      }
      return nil
    }

    private var nameInSmallLetters: StaticString {
      switch self {
      case .user: "user"
      case .group: "group"
      case .service: "service"
      case .network: "network"
      case .terminal: "tty"
      case .key: "key"
      case .time: "time"
      }
    }
  }

  /// Which fact it looks at.
  public let kind: Kind
  /// Its terms, as a part of ``Policy/terms``.
  public let terms: Range<Int>
  /// Where its name stands, from 1, in bytes.
  public let column: UInt32
}
