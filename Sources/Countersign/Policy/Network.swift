/// A network of addresses: those that begin with the same bits.
///
/// IPv4 is a world of its own: `::/0` does not hold 192.0.2.1, as in `sshd_config`, although that address is written
/// within IPv6 here.
public struct Network: Equatable, Sendable {
  /// The first address; all bits behind the prefix are zero.
  public let address: NetworkAddress
  /// How many bits are the same, 0 to 128; for IPv4 96 more than in its own notation.
  public let prefix: UInt8

  /// What is wrong with the text of a network.
  enum Flaw: Error {
    case malformed
    /// An address within the network instead of its first one.
    case hostBitsSet
  }

  /// - Parameter text: an address, or an address, `/` and a number of bits.
  init(_ text: ArraySlice<UInt8>) throws(Flaw) {
    let slash = text.firstIndex(of: UInt8(ascii: "/"))
    guard let address = NetworkAddress(numeric: text[..<(slash ?? text.endIndex)]) else { throw .malformed }
    let isDotted = text.allSatisfy { $0 != UInt8(ascii: ":") }
    var prefix: UInt8 = 128
    if let slash {
      let limit: UInt64 = isDotted ? 32 : 128
      guard let bits = FieldReader.number(text[(slash + 1)...], upTo: limit) else { throw .malformed }
      prefix = UInt8(truncatingIfNeeded: isDotted ? bits &+ 96 : bits)
    }
    let (high, low) = Network.mask(prefix)
    guard address.high & ~high == 0, address.low & ~low == 0 else { throw .hostBitsSet }
    self.address = address
    self.prefix = prefix
  }

  /// Whether an address lies in it.
  public func contains(_ other: NetworkAddress) -> Bool {
    guard isIPv4 == other.isIPv4 else { return false }
    let (high, low) = Network.mask(prefix)
    return other.high & high == address.high && other.low & low == address.low
  }

  /// Whether all of another network lies in it.
  public func contains(_ other: Network) -> Bool {
    prefix <= other.prefix && isIPv4 == other.isIPv4 && contains(other.address)
  }

  /// Whether its addresses are IPv4 ones.
  public var isIPv4: Bool { prefix >= 96 && address.isIPv4 }

  /// Whether it is all of IPv4 or all of IPv6.
  public var isEverything: Bool { prefix == 0 || (prefix == 96 && isIPv4) }

  private static func mask(_ prefix: UInt8) -> (high: UInt64, low: UInt64) {
    // A smart shift by 64 or more leaves nothing.
    let high = prefix >= 64 ? UInt64.max : ~(UInt64.max >> UInt64(prefix))
    let low = prefix <= 64 ? 0 : ~(UInt64.max >> UInt64(prefix &- 64))
    return (high, low)
  }
}
