import Countersign
import Words

/// What a line of a users file says about the use of its token, whichever dialect it is of.
struct UsersFileUse {
  /// Which program has written the line; before a token was used they write the same.
  private enum Dialect {
    case unused, pamOATH, modAuthnOTP
  }

  private let dialect: Dialect
  private let movingFactor: UInt64?
  private let hasMovingFactor: Bool
  /// Where the code stands that was accepted last.
  let lastCode: Range<Int>?
  /// Seconds since 1970, if the clock on the wall of this machine was meant.
  let lastTime: UInt64?

  /// - Parameter words: the columns of the line.
  init(_ text: Span<UInt8>, _ words: [Range<Int>]) {
    func column(_ number: Int) -> Range<Int>? { words.count >= number ? words[number - 1] : nil }
    hasMovingFactor = words.count >= 5
    movingFactor = column(5).flatMap { text.number($0) }
    if words.count < 6 {
      dialect = .unused
      lastCode = nil
      lastTime = nil
    } else if words.count == 7, WallTime.reads(text, words[6]) {
      dialect = .pamOATH
      lastCode = words[5]
      lastTime = WallTime.seconds(text, words[6])
    } else {
      // A count of failures stands before the code.
      dialect = .modAuthnOTP
      lastCode = column(7)
      lastTime = column(8).flatMap { WallTime.seconds(text, $0) }
    }
  }

  /// The next counter of an event-based token: pam_oath writes the last one, mod-authn-otp the next one.
  func nextCounter() throws(ImportRefusal) -> UInt64 {
    guard hasMovingFactor else { return 0 }
    guard let counter = movingFactor else {
      throw ImportRefusal("the counter in the fifth column is no number", hint: "write it with digits alone")
    }
    guard case .pamOATH = dialect else { return counter }
    let (next, overflow) = counter.addingReportingOverflow(1)
    guard !overflow else {
      throw ImportRefusal("the counter in the fifth column is the last there is", hint: "give the user a new token")
    }
    return next
  }
}
