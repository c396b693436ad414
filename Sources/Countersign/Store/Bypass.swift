/// Leave to log in without a second factor, for a time and within limits that an administrator has set.
///
/// How often it was used stands in the state.
public struct Bypass: Equatable, Sendable {
  /// One more for each bypass of a user, so that uses of an older one never count for a newer one.
  public let number: UInt32
  public let terms: Terms

  /// What was granted, by whom and why.
  public struct Terms: Equatable, Sendable {
    /// Seconds since 1970, as all times here.
    public let granted: UInt64
    /// The first second in which it no longer holds.
    public let until: UInt64
    /// The only PAM service it holds for; `nil` for all.
    public let service: [UInt8]?
    /// The only network it holds for, as text of at most 43 bytes; `nil` for all and for local logins.
    public let network: [UInt8]?
    /// How many logins it is good for; `nil` for any number.
    public let uses: UInt32?
    public let by: UserName
    public let reason: ChangeReason

    /// The longest name of a service, in bytes.
    public static let longestService = 64

    /// - Returns: `nil` when it would never hold, or when service or network are not what can be written down: a
    ///   service has 1 to 64 bytes without NUL and is not `-`, a network is what a policy takes for one.
    public init?(
      granted: UInt64, until: UInt64, service: [UInt8]? = nil, network: [UInt8]? = nil, uses: UInt32? = nil,
      by: UserName, reason: ChangeReason
    ) {
      guard granted < until, uses != 0, service.map(Terms.isService) ?? true, network.map(Terms.isNetwork) ?? true
      else { return nil }
      self.granted = granted
      self.until = until
      self.service = service
      self.network = network
      self.uses = uses
      self.by = by
      self.reason = reason
    }

    /// Whether a bypass may be limited to a service of this name.
    public static func isService(_ name: [UInt8]) -> Bool {
      (1...longestService).contains(name.count) && !name.contains(0) && name != [UInt8(ascii: "-")]
    }

    /// Whether a text is a network, or an address, by its first address.
    public static func isNetwork(_ text: [UInt8]) -> Bool { Terms.network(text) != nil }

    /// The network that a text stands for.
    static func network(_ text: [UInt8]) -> Network? {
      do throws(Network.Flaw) { return try Network(text[...]) } catch { return nil }
    }
  }

  /// - Returns: `nil` for the number 0, which stands for none.
  init?(number: UInt32, _ terms: Terms) {
    guard number > 0 else { return nil }
    self.number = number
    self.terms = terms
  }
}
