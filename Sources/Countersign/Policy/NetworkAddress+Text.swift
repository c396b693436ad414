extension NetworkAddress {
  /// Whether it is an IPv4 address within IPv6.
  public var isIPv4: Bool { high == 0 && low >> 32 == 0xFFFF }

  /// The address that a login comes from, as sshd and PAM write it: numbers only. The zone of a link-local address
  /// (RFC 4007 section 11) is left out; a zone on any other address, and a host name, give `nil`.
  public init?(_ text: ArraySlice<UInt8>) {
    guard let sign = text.firstIndex(of: UInt8(ascii: "%")) else {
      self.init(numeric: text)
      return
    }
    let zone = text[(sign + 1)...]
    guard (1...32).contains(zone.count), zone.allSatisfy({ (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "%") })
    else { return nil }
    self.init(numeric: text[..<sign])
    guard high >> 54 == 0xFE80 >> 6 else { return nil }
  }

  /// IPv4 as four decimal numbers without leading zeros, IPv6 as in RFC 4291 section 2.2. Nothing else.
  init?(numeric text: ArraySlice<UInt8>) {
    guard text.contains(UInt8(ascii: ":")) else {
      guard let address = NetworkAddress.dotted(text) else { return nil }
      self.init(high: 0, low: 0xFFFF_0000_0000 | UInt64(address))
      return
    }
    var groups = NetworkAddressGroups()
    guard groups.read(text), let address = groups.address else { return nil }
    self = address
  }

  /// An IPv4 address as a number.
  static func dotted(_ text: ArraySlice<UInt8>) -> UInt32? {
    guard (7...15).contains(text.count) else { return nil }
    var address: UInt32 = 0
    var parts = 0
    var rest = text
    while true {
      let end = rest.firstIndex(of: UInt8(ascii: ".")) ?? rest.endIndex
      guard parts < 4, let part = FieldReader.number(rest[..<end], upTo: 255) else { return nil }
      address = address << 8 | UInt32(truncatingIfNeeded: part)
      parts += 1
      guard end < rest.endIndex else { return parts == 4 ? address : nil }
      rest = rest[(end + 1)...]
    }
  }
}
