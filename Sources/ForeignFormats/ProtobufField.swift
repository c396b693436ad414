/// One field of a protocol buffer message, as far as the exports of Google Authenticator need it.
struct ProtobufField: Equatable {
  let number: UInt64
  let value: Value

  enum Value: Equatable {
    case number(UInt64)
    case bytes(Range<Int>)
    /// Of a fixed length; nothing that is read here.
    case other
  }

  /// More fields than this has no message that is read here.
  private static let mostFields = 4_096

  /// The fields of a message, in their order.
  ///
  /// - Returns: `nil` for anything that is no message.
  static func all(in bytes: Span<UInt8>, _ range: Range<Int>) -> [ProtobufField]? {
    var fields: [ProtobufField] = []
    var index = range.lowerBound
    while index < range.upperBound {
      guard fields.count < mostFields, let tag = varint(bytes, &index, range.upperBound), tag >> 3 > 0,
        let value = value(ofType: tag & 7, bytes, &index, range.upperBound)
      else { return nil }
      fields.append(ProtobufField(number: tag >> 3, value: value))
    }
    return fields
  }

  private static func value(ofType type: UInt64, _ bytes: Span<UInt8>, _ index: inout Int, _ end: Int) -> Value? {
    switch type {
    case 0: return varint(bytes, &index, end).map { .number($0) }
    case 1: return skip(8, &index, end) ? .other : nil
    case 2:
      guard let length = varint(bytes, &index, end).flatMap({ Int(exactly: $0) }) else { return nil }
      let start = index
      return skip(length, &index, end) ? .bytes(start..<index) : nil
    case 5: return skip(4, &index, end) ? .other : nil
    default: return nil
    }
  }

  private static func skip(_ length: Int, _ index: inout Int, _ end: Int) -> Bool {
    guard length >= 0, length <= end - index else { return false }
    index += length
    return true
  }

  /// A number in groups of seven bits, the lowest first, at most ten of them.
  private static func varint(_ bytes: Span<UInt8>, _ index: inout Int, _ end: Int) -> UInt64? {
    var value: UInt64 = 0
    for group in 0..<10 {
      guard index < end else { return nil }
      let byte = bytes[index]
      index += 1
      guard group < 9 || byte <= 1 else { return nil }
      value |= UInt64(byte & 0x7F) << UInt64(7 * group)
      if byte & 0x80 == 0 { return value }
    }
    return nil
  }
}
