import OATH

/// Where a code may stand at the end of an answer that holds password and code together.
struct AnswerSplit: Equatable {
  /// Where the code begins; the password is what stands before.
  let codeStart: Int

  /// All ways to split an answer for the factors of a record, the longest code first.
  ///
  /// What a key types counts with the public identity of one of the user's keys. A code of digits counts when the
  /// answer ends in as many of them; a recovery code of characters only with its hyphens, since without them it looks
  /// like the end of many passwords.
  static func all(of answer: Span<UInt8>, for record: UserRecord) -> [AnswerSplit] {
    var lengths = keyLengths(of: answer, for: record)
    if endsInRecoveryCode(answer) { lengths.append(recoveryLength) }
    var digits = record.devices.compactMap { $0.kind.digits?.count }
    if record.temporary != nil || record.recovery?.form == .digits { digits.append(DigitCount.eight.count) }
    for count in [10, 9, 8, 7, 6] where digits.contains(count) && endsInDigits(answer, count) { lengths.append(count) }
    return lengths.map { AnswerSplit(codeStart: answer.count - $0) }
  }

  /// How long the code of a key at the end of an answer may be.
  private static func keyLengths(of answer: Span<UInt8>, for record: UserRecord) -> [Int] {
    var lengths: [Int] = []
    for device in record.devices {
      guard case .yubicoOTP(let identity) = device.kind, answer.count >= identity.codeLength,
        !lengths.contains(identity.codeLength),
        case .own = YubicoOTP.form(
          of: answer.extracting((answer.count - identity.codeLength)..<answer.count), identity: identity)
      else { continue }
      // A few at most, and the module does without a sorting routine.
      lengths.insert(identity.codeLength, at: lengths.firstIndex { $0 < identity.codeLength } ?? lengths.endIndex)
    }
    return lengths
  }

  private static let recoveryLength = RecoveryCodes.length + RecoveryCodes.length / 4 - 1

  private static func endsInDigits(_ answer: Span<UInt8>, _ count: Int) -> Bool {
    guard answer.count >= count else { return false }
    for index in (answer.count - count)..<answer.count
    where !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(answer[index]) { return false }
    return true
  }

  private static func endsInRecoveryCode(_ answer: Span<UInt8>) -> Bool {
    guard answer.count >= recoveryLength else { return false }
    let start = answer.count - recoveryLength
    for index in start..<answer.count {
      let isHyphen = answer[index] == UInt8(ascii: "-")
      guard isHyphen == ((index - start) % 5 == 4) else { return false }
    }
    guard let code = try? TypedCode(answer.extracting(start..<answer.count)) else { return false }
    return code.isRecoveryCode
  }
}
