import OATH

/// Where a code may stand at the end of an answer that holds password and code together.
struct AnswerSplit: Equatable {
  /// Where the code begins; the password is what stands before.
  let codeStart: Int

  /// All ways to split an answer for the factors of a record, the longest code first.
  ///
  /// A code of digits counts when the answer ends in as many of them; a recovery code of characters only with its
  /// hyphens, since without them it looks like the end of many passwords.
  static func all(of answer: Span<UInt8>, for record: UserRecord) -> [AnswerSplit] {
    var lengths: [Int] = []
    if endsInRecoveryCode(answer) { lengths.append(recoveryLength) }
    var digits = record.devices.map { $0.kind.digits.count }
    if record.temporary != nil || record.recovery?.form == .digits { digits.append(DigitCount.eight.count) }
    for count in [8, 7, 6] where digits.contains(count) && endsInDigits(answer, count) { lengths.append(count) }
    return lengths.map { AnswerSplit(codeStart: answer.count - $0) }
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
