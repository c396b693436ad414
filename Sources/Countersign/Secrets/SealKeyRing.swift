/// The keys that `seal.key` holds: one, or two while a rotation is under way.
///
/// Whatever is sealed is sealed under the current key. A record is wholly under one of the two: its check value and
/// each of its secrets.
struct SealKeyRing {
  /// The key in the first line.
  let current: SharedSealKey
  /// The key in the second line, which the rotation takes out of use.
  let retiring: SharedSealKey?

  /// The exact sizes that a key file may have.
  static let fileSizes = [UInt64(SealKey.lineSize), UInt64(2 * SealKey.lineSize)]

  init(_ current: SharedSealKey, retiring: SharedSealKey? = nil) {
    self.current = current
    self.retiring = retiring
  }

  /// Reads a key file's content.
  ///
  /// - Returns: `nil` when it is not exactly one key line, or two with different keys.
  static func parse(_ content: Span<UInt8>) throws(SystemFailure) -> SealKeyRing? {
    guard content.count > SealKey.lineSize else {
      guard let only = try SealKey.parse(content) else { return nil }
      return SealKeyRing(SharedSealKey(only))
    }
    guard let current = try SealKey.parse(content.extracting(0..<SealKey.lineSize)),
      let retiring = try SealKey.parse(content.extracting(SealKey.lineSize..<content.count)),
      retiring.identifier != current.identifier
    else { return nil }
    return SealKeyRing(SharedSealKey(current), retiring: SharedSealKey(retiring))
  }

  /// The content of the key file.
  func fileContent() throws(SystemFailure) -> SecretBytes {
    var content = try SecretBytes(capacity: (retiring == nil ? 1 : 2) * SealKey.lineSize)
    guard current.key.write(to: &content), retiring?.key.write(to: &content) ?? true else {
      throw SystemFailure(.allocate, .noMemory)
    }
    return content
  }

  /// The key of this name, see ``SealKey/identifier``.
  func key(named identifier: [UInt8]) -> SharedSealKey? {
    if current.identifier == identifier { return current }
    guard let retiring, retiring.identifier == identifier else { return nil }
    return retiring
  }

  /// Whether both are the same keys in the same order.
  func isSame(as other: SealKeyRing) -> Bool {
    current.identifier == other.current.identifier && retiring?.identifier == other.retiring?.identifier
  }
}
