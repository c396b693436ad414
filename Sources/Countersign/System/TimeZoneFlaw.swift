/// What is wrong with a time zone file.
public enum TimeZoneFlaw: Error, Equatable, Sendable {
  /// It does not begin as RFC 9636 section 3.1 says, or is of a version that is not known.
  case header
  /// It ends too early or too late.
  case length
  /// Its numbers of things do not fit together.
  case counts
  /// It counts leap seconds, which the system's clock does not.
  case leapSeconds
  /// Its times do not grow.
  case order
  /// A local time is no type of it, or is too far from UTC.
  case type
  /// Its rule for later times is none (RFC 9636 section 3.3, POSIX `TZ`).
  case rule

  /// As it stands in log lines.
  public var name: StaticString {
    switch self {
    case .header: "zone-header"
    case .length: "zone-length"
    case .counts: "zone-counts"
    case .leapSeconds: "zone-leap-seconds"
    case .order: "zone-order"
    case .type: "zone-type"
    case .rule: "zone-rule"
    }
  }
}
