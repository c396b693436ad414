/// An IP address, in the form that IPv6 has: an IPv4 address is mapped (RFC 4291 section 2.5.5.2).
public struct NetworkAddress: Equatable, Sendable {
  /// The first 64 bits.
  public let high: UInt64
  public let low: UInt64

  public init(high: UInt64, low: UInt64) {
    self.high = high
    self.low = low
  }
}
