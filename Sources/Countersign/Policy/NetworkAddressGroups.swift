/// Collects the groups of 16 bits of an IPv6 address (RFC 4291 section 2.2).
struct NetworkAddressGroups {
  private var before: (high: UInt64, low: UInt64) = (0, 0)
  private var count = 0
  /// How many groups stand before `::`.
  private var gap: Int?

  /// Reads all of an address.
  ///
  /// - Returns: whether each group was one. There may be too few of them.
  mutating func read(_ text: ArraySlice<UInt8>) -> Bool {
    guard text.count <= 45 else { return false }
    var rest = text
    if rest.starts(with: [UInt8(ascii: ":"), UInt8(ascii: ":")]) {
      gap = 0
      rest = rest.dropFirst(2)
    }
    while !rest.isEmpty {
      let end = rest.firstIndex(of: UInt8(ascii: ":")) ?? rest.endIndex
      guard take(rest[..<end], isLast: end == rest.endIndex) else { return false }
      guard end < rest.endIndex else { return true }
      rest = rest[(end + 1)...]
      if rest.first == UInt8(ascii: ":") {
        guard gap == nil else { return false }
        gap = count
        rest = rest.dropFirst()
      } else if rest.isEmpty {
        return false
      }
    }
    return true
  }

  /// `nil` unless there are eight groups, or fewer with one `::`.
  var address: NetworkAddress? {
    guard let gap else { return count == 8 ? NetworkAddress(high: before.high, low: before.low) : nil }
    guard count < 8 else { return nil }
    // The groups stand at the right-hand end; those before the gap belong to the left-hand end.
    var high: UInt64 = 0
    var low: UInt64 = 0
    for index in 0..<count {
      let value = group(fromRight: count - 1 - index)
      let place = index < gap ? index : index + 8 - count
      if place < 4 { high |= value << UInt64(48 - 16 * place) } else { low |= value << UInt64(112 - 16 * place) }
    }
    return NetworkAddress(high: high, low: low)
  }

  private func group(fromRight index: Int) -> UInt64 {
    (index < 4 ? before.low >> UInt64(16 * index) : before.high >> UInt64(16 * (index - 4))) & 0xFFFF
  }

  private mutating func take(_ text: ArraySlice<UInt8>, isLast: Bool) -> Bool {
    if isLast, text.contains(UInt8(ascii: ".")) {
      guard let address = NetworkAddress.dotted(text) else { return false }
      return append(UInt64(address >> 16)) && append(UInt64(address & 0xFFFF))
    }
    guard (1...4).contains(text.count) else { return false }
    var value: UInt64 = 0
    for byte in text {
      let digit = byte.inSmallLetters
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): value = value << 4 | UInt64(digit &- UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt64(digit &- UInt8(ascii: "a") &+ 10)
      default: return false
      }
    }
    return append(value)
  }

  private mutating func append(_ group: UInt64) -> Bool {
    guard count < 8 else { return false }
    before = (before.high << 16 | before.low >> 48, before.low << 16 | group)
    count += 1
    return true
  }
}
