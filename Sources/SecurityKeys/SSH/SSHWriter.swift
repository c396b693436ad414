/// Writes what RFC 4251 section 5 names.
enum SSHWriter {
  /// A `uint32`; a larger one is no length of anything here.
  static func number(_ value: Int) -> [UInt8] {
    let value = UInt32(clamping: value)
    return [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
  }

  /// A `string`.
  static func string(_ bytes: [UInt8]) -> [UInt8] { number(bytes.count) + bytes }
}
