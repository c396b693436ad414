import Countersign

/// IP addresses as people read them.
enum AddressText {
  /// `192.0.2.7`, or IPv6 in the one spelling of RFC 5952.
  static func of(_ address: NetworkAddress) -> String {
    guard !address.isIPv4 else {
      let bytes = stride(from: 24, through: 0, by: -8).map { String(address.low >> UInt64($0) & 0xFF) }
      return bytes.joined(separator: ".")
    }
    let groups = [address.high, address.low].flatMap { half in
      stride(from: 48, through: 0, by: -16).map { half >> UInt64($0) & 0xFFFF }
    }
    let zeros = longestZeros(in: groups)
    guard zeros.count > 1 else { return text(groups[...]) }
    return text(groups[..<zeros.lowerBound]) + "::" + text(groups[zeros.upperBound...])
  }

  private static func text(_ groups: ArraySlice<UInt64>) -> String {
    groups.map { String($0, radix: 16) }.joined(separator: ":")
  }

  /// The first of the longest runs of zeros.
  private static func longestZeros(in groups: [UInt64]) -> Range<Int> {
    var longest = 0..<0
    var start = 0
    for index in groups.indices {
      if groups[index] != 0 { start = index + 1 }
      if index + 1 - start > longest.count { longest = start..<(index + 1) }
    }
    return longest
  }
}
