import OATH

/// A 256-bit key of this host, under which secrets are sealed and records are authenticated.
///
/// It stands in a file kept outside the store, as the line `countersign-seal-key 1 HEX` with 64 capital digits.
public struct SealKey: ~Copyable {
  /// In bytes.
  static let length = 32
  /// The exact size of its line in the key file, the line end included.
  static let lineSize = header.count + 2 * length + 1
  private static let header = Array(ascii: "countersign-seal-key 1 ")

  let secret: SecretBytes
  /// Under which records are authenticated: another key than the one that seals.
  let recordKey: SecretBytes
  /// Eight hexadecimal digits that tell keys apart without telling anything about them.
  public let identifier: [UInt8]

  private init(secret: consuming SecretBytes) throws(SystemFailure) {
    let recordKey = try SealKey.derive("countersign record 1", from: secret.bytes)
    let name = try SealKey.derive("countersign key identifier 1", from: secret.bytes)
    self.recordKey = recordKey
    self.identifier = Hex.encode([name.bytes[0], name.bytes[1], name.bytes[2], name.bytes[3]])
    self.secret = secret
  }

  /// Makes a key out of random bytes of the kernel.
  static func random() throws(SystemFailure) -> SealKey {
    var secret = try SecretBytes(capacity: length)
    secret.resize(to: length)
    var room = secret.mutableBytes
    try Randomness.fill(&room)
    return try SealKey(secret: secret)
  }

  /// Reads a line of a key file.
  ///
  /// - Returns: `nil` when it is not exactly one key line.
  static func parse(_ line: Span<UInt8>) throws(SystemFailure) -> SealKey? {
    guard line.count == lineSize, line[lineSize - 1] == UInt8(ascii: "\n") else { return nil }
    for index in header.indices where line[index] != header[index] { return nil }
    var secret = try SecretBytes(capacity: length)
    for index in 0..<length {
      let position = header.count + 2 * index
      guard let high = Hex.value(line[position]), let low = Hex.value(line[position + 1]) else { return nil }
      secret.append(high << 4 | low)
    }
    return try SealKey(secret: secret)
  }

  /// Writes the line that ``parse(_:)`` reads.
  ///
  /// - Returns: whether it fitted.
  borrowing func write(to text: inout SecretBytes) -> Bool {
    guard text.capacity - text.count >= SealKey.lineSize else { return false }
    text.append(SealKey.header.span)
    for index in 0..<secret.count {
      text.append(Hex.digit(secret.bytes[index] >> 4))
      text.append(Hex.digit(secret.bytes[index] & 15))
    }
    return text.append(UInt8(ascii: "\n"))
  }

  /// Under which states are authenticated that stand in a directory.
  borrowing func stateKey() throws(SystemFailure) -> SecretBytes {
    try SealKey.derive("countersign state 1", from: secret.bytes)
  }

  private static func derive(_ purpose: StaticString, from secret: Span<UInt8>) throws(SystemFailure) -> SecretBytes {
    var derived = try SecretBytes(capacity: 32)
    derived.resize(to: 32)
    let message = Array(ascii: purpose)
    var digest = derived.mutableBytes
    HMAC.authenticate(message.span, key: secret, algorithm: .sha256, into: &digest)
    return derived
  }
}
