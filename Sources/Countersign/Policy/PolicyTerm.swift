/// One item of a criterion's list.
public struct PolicyTerm: Equatable, Sendable {
  /// What the fact is compared with.
  public enum Pattern: Equatable, Sendable {
    /// A name, or a pattern with `*` and `?`: a part of ``Policy/text``.
    case name(Range<Int>)
    case network(Network)
    case origin(LoginOrigin)
    case key(KeyDemand)
    case hours(WeeklyHours)
  }

  /// What `Key` can ask for.
  public enum KeyDemand: Equatable, Sendable {
    case securityKey
    /// A key of any kind.
    case any
    case none

    /// Whether this key is what is asked for.
    func accepts(_ key: VerifiedKey) -> Bool {
      switch (self, key) {
      case (.securityKey, .securityKey), (.any, .securityKey), (.any, .ordinary), (.none, .none): true
      case (.securityKey, _), (.any, .none), (.none, _): false
      }
    }
  }

  /// What the fact is compared with.
  public let pattern: Pattern
  /// Whether it stands behind `!`: then a fact that it matches fails the whole criterion.
  public let isNegated: Bool
  /// Where it stands, its `!` included, from 1, in bytes.
  public let column: UInt32
}
