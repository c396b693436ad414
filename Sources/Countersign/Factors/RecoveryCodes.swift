import OATH

/// A fresh set of recovery codes, to be shown once: 80 random bits each, as sixteen Base32 characters in groups of
/// four.
///
/// NIST SP 800-63B 4.2.1.1 asks for 64 bits at least.
public struct RecoveryCodes: ~Copyable {
  /// Random bytes in one code.
  static let byteCount = 10
  /// Characters in one code, without hyphens.
  static let length = 16

  /// All codes one after another, without hyphens.
  private let characters: SecretBytes

  /// Makes ten codes from the kernel's random source.
  public init() throws(SystemFailure) {
    var random = try SecretBytes(capacity: RecoveryCodes.byteCount * RecoveryCodeSet.size)
    random.resize(to: random.capacity)
    var room = random.mutableBytes
    try Randomness.fill(&room)
    var characters = try SecretBytes(capacity: RecoveryCodes.length * RecoveryCodeSet.size)
    Base32.encode(random.bytes, to: &characters)
    self.characters = characters
  }

  /// Writes code `index` (from 0) as people see it: `ABCD-EFGH-IJKL-MNOP`.
  public borrowing func write(_ index: Int, to sink: inout some ByteSink & ~Copyable) {
    let code = self.code(index)
    for position in code.indices {
      if position > 0, position % 4 == 0 { sink.append(UInt8(ascii: "-")) }
      sink.append(code[position])
    }
  }

  @_lifetime(borrow self)
  private borrowing func code(_ index: Int) -> Span<UInt8> {
    guard (0..<RecoveryCodeSet.size).contains(index) else { return characters.bytes.extracting(0..<0) }
    let start = index * RecoveryCodes.length
    return characters.bytes.extracting(start..<(start + RecoveryCodes.length))
  }

  /// Each code under a salt of its own, as it is stored.
  public borrowing func hashed() throws(SystemFailure) -> [RecoveryCodeSet.HashedCode] {
    var hashed: [RecoveryCodeSet.HashedCode] = []
    for index in 0..<RecoveryCodeSet.size {
      hashed.append(try RecoveryCodeSet.HashedCode(hashing: code(index)))
    }
    return hashed
  }
}
