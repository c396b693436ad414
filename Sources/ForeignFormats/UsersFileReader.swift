import Countersign
import OATH
import Words

/// Reads the users file of pam_oath and of mod-authn-otp, `users.oath`, in both dialects:
///
/// ```
/// TYPE USER PASSWORD HEXKEY [LASTCOUNTER LASTOTP LASTTIME]                       pam_oath
/// TYPE USER PASSWORD HEXKEY [NEXTCOUNTER FAILURES [LASTOTP LASTTIME [ADDRESS]]]  mod-authn-otp
/// ```
struct UsersFileReader: ImportReader {
  private let context: ImportContext

  /// In time steps, what pam_oath accepts on either side unless told otherwise.
  private static let window: UInt64 = 5

  private static let unknownType = ImportRefusal(
    "the type in the first column is not known", hint: "it is HOTP, HOTP/E or HOTP/T30 and the like")

  init(_ context: ImportContext) {
    self.context = context
  }

  /// Two words of which the first is a type, and two more.
  static func recognises(_ text: Span<UInt8>) -> Bool {
    for line in text.lines {
      let words = text.words(line.range)
      guard let first = words.first, text[first.lowerBound] != UInt8(ascii: "#") else { continue }
      return words.count >= 4 && (isType("HOTP", text, first) || isType("MOTP", text, first))
    }
    return false
  }

  private static func isType(_ name: StaticString, _ text: Span<UInt8>, _ word: Range<Int>) -> Bool {
    let length = name.utf8CodeUnitCount
    return text.starts(with: name, word)
      && (word.count == length || text[word.lowerBound + length] == UInt8(ascii: "/"))
  }

  func read(_ text: Span<UInt8>) -> ImportedFile {
    var file = ImportedFile()
    for line in text.lines {
      let words = text.words(line.range)
      guard let first = words.first, text[first.lowerBound] != UInt8(ascii: "#") else { continue }
      do throws(ImportRefusal) { file.take(try token(text, words, line.number)) } catch {
        file.refuse(context.place(line.number), verbatim: error.reason, hint: error.hint)
      }
    }
    return file
  }

  private func token(
    _ text: Span<UInt8>, _ words: [Range<Int>], _ line: Int
  ) throws(ImportRefusal) -> ImportedToken {
    guard words.count >= 4 else {
      throw ImportRefusal("the line has less than four columns", hint: "they are type, user, password and key")
    }
    guard !UsersFileReader.isType("MOTP", text, words[0]) else {
      throw ImportRefusal("MOTP tokens are not supported", hint: "countersign enroll gives the user another device")
    }
    guard UsersFileReader.isType("HOTP", text, words[0]) else {
      throw UsersFileReader.unknownType
    }
    let kind = try kind(text, words[0])
    let secret: SharedSecret
    do throws(ForeignSecret.Flaw) { secret = try ForeignSecret.hexadecimal(text.extracting(words[3])) } catch {
      throw ImportRefusal(
        "the key in the fourth column is not hexadecimal: \(error.sentence)",
        hint: "it has two digits for each byte, 0 to 9 and A to F")
    }
    let token = ImportedToken(context.place(line), kind: kind, secret: secret, owner: text.copy(words[1]))
    if text.equals("+", words[2]) {
      token.remarks.append(said("the password that was checked elsewhere is left out: PAM asks for it on its own line"))
    } else if !text.equals("-", words[2]) {
      token.remarks.append(said("the password or PIN in the third column is left out: PAM asks for it on its own line"))
    }
    try place(token, UsersFileUse(text, words), text)
    return token
  }

  /// `HOTP/E/8`, `HOTP/T30/6`: event or time, and digits.
  private func kind(_ text: Span<UInt8>, _ word: Range<Int>) throws(ImportRefusal) -> DeviceKind {
    let parts = Array(text.pieces(word, separator: UInt8(ascii: "/")).dropFirst())
    let digits = try ForeignKind.digits(try parts.count > 1 ? number(text, parts[1], said("number of digits")) : 6)
    guard parts.count <= 2 else { throw UsersFileReader.unknownType }
    guard let factor = parts.first, !text.equals("E", factor) else { return try ForeignKind.eventBased(.sha1, digits) }
    guard text.starts(with: "T", factor) else {
      throw UsersFileReader.unknownType
    }
    let seconds = factor.lowerBound + 1..<factor.upperBound
    let period = seconds.isEmpty ? 30 : try number(text, seconds, said("time step"))
    return try ForeignKind.timeBased(.sha1, digits, period: period)
  }

  private func number(_ text: Span<UInt8>, _ range: Range<Int>, _ what: String) throws(ImportRefusal) -> UInt64 {
    guard let number = text.number(range) else {
      throw ImportRefusal("the \(what) in the first column is no number", hint: "HOTP/T30/6 has 30 s and 6 digits")
    }
    return number
  }

  /// Where the device stands.
  private func place(_ token: ImportedToken, _ use: UsersFileUse, _ text: Span<UInt8>) throws(ImportRefusal) {
    guard case .totp(let parameters) = token.kind else {
      token.nextMovingFactor = try use.nextCounter()
      return
    }
    guard let code = use.lastCode else { return }
    let found = try use.lastTime.map { (time) throws(ImportRefusal) in
      try find(text.extracting(code), token, at: time)
    } ?? false
    guard !found else { return }
    let now = TOTP.timeStep(at: context.now, period: parameters.period)
    token.nextMovingFactor = now + UsersFileReader.window + 1
    let wait = (UsersFileReader.window + 1) * parameters.period.seconds
    token.remarks.append(said("its last code is not found near its time: codes of the next \(wait) s are not accepted"))
  }

  /// Looks for the last code round its time; behind it the device goes on.
  private func find(_ code: Span<UInt8>, _ token: ImportedToken, at time: UInt64) throws(ImportRefusal) -> Bool {
    guard case .totp(let parameters) = token.kind else { return false }
    let finding: FirstCode.Finding
    do throws(SystemFailure) { finding = try check(code, token.kind, token.secret.secret, time) } catch {
      throw ImportRefusal("there is no memory for it", hint: "free some, and run it again")
    }
    let next: UInt64
    switch finding {
    case .confirmed(let following, let drift):
      next = following
      token.drift = drift
      if drift != 0 { token.remarks.append(said("its clock was \(drift) time steps off when it was used last")) }
    case .clockOff(let seconds):
      // The time has no zone: by another one than this machine's, or by summer time, it is hours off.
      let moment = Int64(clamping: time).addingReportingOverflow(seconds).partialValue
      next = TOTP.timeStep(at: UInt64(clamping: moment), period: parameters.period) + 1
    case .wrong, .notACode, .foreignKey, .unknownLayout: return false
    }
    // A code of the far future was never shown.
    let reach = TOTP.timeStep(at: context.now, period: parameters.period) + 10 + UsersFileReader.window
    guard next <= reach else { return false }
    token.nextMovingFactor = next
    return true
  }

  private func check(
    _ code: Span<UInt8>, _ kind: DeviceKind, _ secret: borrowing SecretBytes, _ time: UInt64
  ) throws(SystemFailure) -> FirstCode.Finding {
    try FirstCode.check(code, kind: kind, secret: secret.bytes, counter: 0, now: time)
  }
}
