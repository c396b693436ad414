/// A value of CBOR (RFC 8949), of those that authenticators send.
indirect enum CBORItem: Equatable {
  /// Positive and negative numbers of up to 63 bits.
  case number(Int64)
  case bytes([UInt8])
  case text([UInt8])
  case list([CBORItem])
  /// In the order in which they stand; no key twice.
  case map([(key: CBORItem, value: CBORItem)])
  case boolean(Bool)

  static func == (left: CBORItem, right: CBORItem) -> Bool {
    switch (left, right) {
    case (.number(let left), .number(let right)): left == right
    case (.bytes(let left), .bytes(let right)), (.text(let left), .text(let right)): left == right
    case (.list(let left), .list(let right)): left == right
    case (.map(let left), .map(let right)):
      left.count == right.count && zip(left, right).allSatisfy { $0.key == $1.key && $0.value == $1.value }
    case (.boolean(let left), .boolean(let right)): left == right
    default: false
    }
  }

  /// The value under a number in a map.
  func value(_ key: Int64) -> CBORItem? {
    guard case .map(let entries) = self else { return nil }
    return entries.first { $0.key == .number(key) }?.value
  }

  /// The bytes under a number in a map.
  func bytes(_ key: Int64) -> [UInt8]? {
    guard case .bytes(let bytes)? = value(key) else { return nil }
    return bytes
  }
}
