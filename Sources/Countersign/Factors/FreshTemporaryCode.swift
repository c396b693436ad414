import OATH

/// A temporary code to be read out, shown once: eight random decimal digits.
///
/// They are few enough to be guessed by whoever can guess without end, so a code lives for a day at most and rests
/// after wrong ones.
public struct FreshTemporaryCode: ~Copyable {
  /// How many digits it has.
  static let digits = DigitCount.eight

  private let characters: SecretBytes

  /// Makes a code from the kernel's random source, each of them as likely as any other.
  public init() throws(SystemFailure) {
    var random = try SecretBytes(capacity: 4)
    random.resize(to: random.capacity)
    while true {
      var room = random.mutableBytes
      try Randomness.fill(&room)
      if let code = try FreshTemporaryCode(random: random.bytes) {
        self = code
        return
      }
    }
  }

  /// - Parameter random: four bytes, the lowest first.
  /// - Returns: `nil` for one of the highest numbers, which would make some codes likelier than others.
  init?(random: Span<UInt8>) throws(SystemFailure) {
    let modulus = UInt32(clamping: FreshTemporaryCode.digits.modulus)
    var number: UInt32 = 0
    for index in random.indices.reversed() { number = number << 8 | UInt32(random[index]) }
    guard number < UInt32.max / modulus * modulus else { return nil }
    var characters = try SecretBytes(capacity: FreshTemporaryCode.digits.count)
    var place = modulus / 10
    while place > 0 {
      characters.append(UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: number / place % 10))
      place /= 10
    }
    self.characters = characters
  }

  /// Writes it as people see it: `1234 5678`.
  public borrowing func write(to sink: inout some ByteSink & ~Copyable) {
    for index in characters.bytes.indices {
      if index == FreshTemporaryCode.digits.count / 2 { sink.append(UInt8(ascii: " ")) }
      sink.append(characters.bytes[index])
    }
  }

  /// The code under a salt of its own, as it is stored.
  public borrowing func hashed() throws(SystemFailure) -> RecoveryCodeSet.HashedCode {
    try RecoveryCodeSet.HashedCode(hashing: characters.bytes)
  }
}
