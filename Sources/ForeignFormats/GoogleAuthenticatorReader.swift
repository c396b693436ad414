import Countersign
import OATH
import Words

/// Reads the state file of google-authenticator, `~/.google_authenticator`: the secret, option lines, scratch codes.
///
/// The module itself reads more than its description of the format says; this reads what the module reads.
struct GoogleAuthenticatorReader: ImportReader {
  private let context: ImportContext

  /// In steps, as far as the module itself looks when it learns the skew.
  private static let largestSkew: Int64 = 1_500

  init(_ context: ImportContext) {
    self.context = context
  }

  /// A line of Base32, and then an option or a code.
  static func recognises(_ text: Span<UInt8>) -> Bool {
    let lines = text.lines
    guard lines.count >= 2, lines[0].range.count >= 16 else { return false }
    guard (try? ForeignSecret.base32(text.extracting(lines[0].range), forgiving: true)) != nil else { return false }
    return text.starts(with: "\" ", lines[1].range)
  }

  func read(_ text: Span<UInt8>) -> ImportedFile {
    var file = ImportedFile()
    let lines = text.lines
    guard let first = lines.first else { return file }
    let options = GoogleAuthenticatorOptions(text, Array(lines.dropFirst()))
    do throws(ImportRefusal) {
      let token = try token(secret(text.extracting(first.range)), options)
      token.scratchCodes = try options.codes.map { (range) throws(ImportRefusal) in
        try scratchCode(text.extracting(range))
      }
      file.take(token)
    } catch {
      file.refuse(context.place(1), verbatim: error.reason, hint: error.hint)
      return file
    }
    for line in options.unknown {
      file.remark(context.place(line), "the line is neither an option that is known nor a code, and is left out")
    }
    if let line = options.codesBeyond {
      file.remark(context.place(line), "codes from here on are left out: a user has at most \(RecoveryCodeSet.size)")
    }
    if let line = options.codesEnd {
      file.remark(context.place(line), "codes from here on were not accepted there, and are left out")
    }
    return file
  }

  private func secret(_ text: Span<UInt8>) throws(ImportRefusal) -> SharedSecret {
    do throws(ForeignSecret.Flaw) { return try ForeignSecret.base32(text, forgiving: true) } catch {
      throw ImportRefusal(
        "the secret in the first line is not Base32: \(error.sentence)",
        hint: "google-authenticator does not read it either; countersign enroll makes a new one")
    }
  }

  private func scratchCode(_ code: Span<UInt8>) throws(ImportRefusal) -> RecoveryCodeSet.HashedCode {
    do { return try RecoveryCodeSet.HashedCode(hashing: code) } catch {
      throw ImportRefusal("its scratch codes cannot be hashed", hint: "run it again")
    }
  }

  private func token(
    _ secret: SharedSecret, _ options: GoogleAuthenticatorOptions
  ) throws(ImportRefusal) -> ImportedToken {
    var remarks: [String] = []
    let window = window(options, &remarks)
    let token: ImportedToken
    if let counter = options.counter, counter > 0 {
      let kind = try ForeignKind.eventBased(.sha1, .six, lookAhead: UInt32(clamping: window - 1))
      token = ImportedToken(context.place(1), kind: kind, secret: secret, owner: context.owner)
      token.nextMovingFactor = counter
    } else {
      guard options.isTimeBased else {
        throw ImportRefusal(
          "it is neither time-based nor event-based: TOTP_AUTH and HOTP_COUNTER are missing",
          hint: "google-authenticator accepts no code of it either")
      }
      token = try timeBased(secret, options, window, &remarks)
    }
    if let limit = options.rateLimit {
      remarks.append(said("RATE_LIMIT \(limit) is left out: Throttle in countersign.conf takes its place"))
    }
    if options.hasGracePeriod {
      remarks.append(said("the logins of the grace period are left out: Remember in countersign.conf takes its place"))
    }
    if options.isLearningSkew {
      remarks.append(said("RESETTING_TIME_SKEW is left out: the clock is learned here anew"))
    }
    token.remarks += remarks
    return token
  }

  private func timeBased(
    _ secret: SharedSecret, _ options: GoogleAuthenticatorOptions, _ window: UInt64, _ remarks: inout [String]
  ) throws(ImportRefusal) -> ImportedToken {
    let (early, late) = ((window - 1) / 2, window / 2)
    if early != late, late <= 10 {
      remarks.append(said("the window, \(early) before and \(late) after, becomes \(late) on either side"))
    } else if late > 10 {
      remarks.append(said("the window of \(window) steps becomes the widest there is, 10 on either side"))
    } else if late > 1 {
      remarks.append(said("the window is wide: codes count \(late) steps early or late, and RFC 6238 advises 1"))
    }
    let period = options.step ?? 30
    let kind = try ForeignKind.timeBased(.sha1, .six, period: period, window: UInt32(clamping: late))
    let token = ImportedToken(context.place(1), kind: kind, secret: secret, owner: context.owner)
    if let skew = options.skew {
      if skew.magnitude <= GoogleAuthenticatorReader.largestSkew.magnitude {
        token.drift = Int32(clamping: skew)
      } else {
        remarks.append(said("TIME_SKEW is out of reach and left out: countersign resync finds the clock again"))
      }
    }
    let now = Int64(clamping: context.now / max(period, 1)).addingReportingOverflow(Int64(token.drift)).partialValue
    let reach = UInt64(clamping: now.addingReportingOverflow(Int64(clamping: late) + 1).partialValue)
    let used = options.usedSteps.filter { $0 <= reach }
    if used.count < options.usedSteps.count {
      remarks.append(said("DISALLOW_REUSE has time steps of the future, which are left out"))
    }
    token.nextMovingFactor = used.max().map { $0 &+ 1 } ?? 0
    return token
  }

  /// How many codes count, 1 to 100.
  private func window(_ options: GoogleAuthenticatorOptions, _ remarks: inout [String]) -> UInt64 {
    guard let window = options.window else { return 3 }
    guard (1...100).contains(window) else {
      remarks.append(said("WINDOW_SIZE is out of range, so 3 is taken"))
      return 3
    }
    return window
  }
}
