import OATH

/// What a person typed as a code, without the blanks and hyphens people put between groups, letters made capital.
struct TypedCode: ~Copyable {
  private let characters: SecretBytes

  init(_ answer: Span<UInt8>) throws(SystemFailure) {
    var characters = try SecretBytes(capacity: max(answer.count, 1))
    for index in answer.indices {
      let byte = answer[index]
      switch byte {
      case UInt8(ascii: " "), UInt8(ascii: "-"): continue
      case UInt8(ascii: "a")...UInt8(ascii: "z"): characters.append(byte & 0xDF)
      default: characters.append(byte)
      }
    }
    self.characters = characters
  }

  /// The code as a number, if it has just so many decimal digits.
  borrowing func value(digits: DigitCount) -> UInt32? {
    guard characters.count == digits.count else { return nil }
    var value: UInt64 = 0
    for index in characters.bytes.indices {
      let byte = characters.bytes[index]
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else { return nil }
      value = value &* 10 &+ UInt64(byte &- UInt8(ascii: "0"))
    }
    return UInt32(exactly: value)
  }

  /// The code as a number, if a device of this kind has numbers and this is like one.
  borrowing func value(_ kind: DeviceKind) -> UInt32? {
    guard let digits = kind.digits else { return nil }
    return value(digits: digits)
  }

  /// How much of it a key typed as a code: it may type Enter or Tab behind it.
  private var keyCodeLength: Int {
    var count = characters.count
    while count > 0, (0x09...0x0D).contains(characters.bytes[count - 1]) { count -= 1 }
    return count
  }

  /// Whose code of a key it is.
  borrowing func yubicoForm(_ identity: PublicIdentity) -> YubicoOTP.Form {
    YubicoOTP.form(of: characters.bytes.extracting(0..<keyCodeLength), identity: identity)
  }

  /// The public identity of the key that it is of, whichever it is.
  var publicIdentity: PublicIdentity? { YubicoOTP.identity(of: characters.bytes.extracting(0..<keyCodeLength)) }

  /// The block at the end of a key's code; shorter where the code is none.
  borrowing func yubicoBlock(_ layout: KeyboardLayout) throws(SystemFailure) -> SecretBytes {
    var block = try SecretBytes(capacity: YubicoOTP.blockLength)
    _ = YubicoOTP.readBlock(of: characters.bytes.extracting(0..<keyCodeLength), layout, to: &block)
    return block
  }

  /// Whether it has the form of a recovery code.
  var isRecoveryCode: Bool {
    guard characters.count == RecoveryCodes.length else { return false }
    for index in characters.bytes.indices {
      switch characters.bytes[index] {
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "2")...UInt8(ascii: "7"): continue
      default: return false
      }
    }
    return true
  }

  /// Whether it has the form of a recovery code of this set.
  borrowing func has(_ form: RecoveryCodeSet.Form) -> Bool {
    switch form {
    case .characters: isRecoveryCode
    case .digits: value(digits: .eight) != nil
    }
  }

  /// The code under a salt, as recovery codes are stored.
  borrowing func hash(salt: [UInt8]) -> [UInt8] {
    PasswordHash.hash(characters.bytes, salt: salt)
  }
}
