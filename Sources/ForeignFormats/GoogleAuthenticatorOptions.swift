import Countersign
import Words

/// The lines behind the secret in a state file of google-authenticator; of options that occur twice, the first counts.
struct GoogleAuthenticatorOptions {
  private(set) var isTimeBased = false
  /// The next counter.
  private(set) var counter: UInt64?
  private(set) var window: UInt64?
  /// In seconds.
  private(set) var step: UInt64?
  /// In time steps.
  private(set) var skew: Int64?
  private(set) var isLearningSkew = false
  private(set) var usedSteps: [UInt64] = []
  /// `3 in 30 s`.
  private(set) var rateLimit: String?
  private(set) var hasGracePeriod = false
  /// Where the scratch codes stand.
  private(set) var codes: [Range<Int>] = []
  /// Lines that say nothing that is known.
  private(set) var unknown: [Int] = []
  /// The line at which the module stops to look for scratch codes, where there are some behind it.
  private(set) var codesEnd: Int?
  /// The line of the first code that a set has no room for.
  private(set) var codesBeyond: Int?
  private var hasUsedSteps = false

  init(_ text: Span<UInt8>, _ lines: [ForeignLine]) {
    var end: Int?
    for line in lines {
      if text.starts(with: "\" ", line.range) {
        read(text, line)
      } else if GoogleAuthenticatorOptions.isCode(text, line.range) {
        if end != nil {
          codesEnd = codesEnd ?? line.number
        } else if codes.count < RecoveryCodeSet.size {
          codes.append(line.range)
        } else {
          codesBeyond = codesBeyond ?? line.number
        }
      } else {
        end = end ?? line.number
        if !text.trimmed(line.range).isEmpty { unknown.append(line.number) }
      }
    }
  }

  private static func isCode(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    range.count == 8 && text.number(range).map { $0 >= 10_000_000 } ?? false
  }

  private mutating func read(_ text: Span<UInt8>, _ line: ForeignLine) {
    let words = text.words(line.range.lowerBound + 2..<line.range.upperBound)
    guard let name = words.first else { return unknown.append(line.number) }
    let values = words.dropFirst()
    let first = values.first.flatMap { text.number($0) }
    switch String(decoding: text.copy(name), as: UTF8.self) {
    case "TOTP_AUTH": isTimeBased = true
    case "HOTP_COUNTER": counter = counter ?? first ?? 0
    case "WINDOW_SIZE": window = window ?? first ?? 0
    case "STEP_SIZE": step = step ?? first ?? 0
    case "TIME_SKEW": skew = skew ?? values.first.flatMap { GoogleAuthenticatorOptions.signed(text, $0) } ?? .max
    case "RESETTING_TIME_SKEW": isLearningSkew = true
    case "DISALLOW_REUSE":
      if !hasUsedSteps { usedSteps = values.compactMap { text.number($0) } }
      hasUsedSteps = true
    case "RATE_LIMIT":
      let seconds = values.dropFirst().first.flatMap { text.number($0) }
      rateLimit = rateLimit ?? said("\(first ?? 0) in \(seconds ?? 0) s")
    case let name where name.hasPrefix("LAST") && name.count == 5: hasGracePeriod = true
    default: unknown.append(line.number)
    }
  }

  private static func signed(_ text: Span<UInt8>, _ range: Range<Int>) -> Int64? {
    guard let first = range.first, text[first] == UInt8(ascii: "-") else {
      return text.number(range).map { Int64(clamping: $0) }
    }
    return text.number(first + 1..<range.upperBound).flatMap { Int64(exactly: $0) }.map { -$0 }
  }
}
