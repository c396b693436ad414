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
