/// What checking a code gave.
public enum FactorOutcome: Equatable, Sendable {
  /// The code is right and was never used; the state handed back has it as used.
  case accepted(FactorLabel)
  /// The code was right, but it has been used.
  case replayed(FactorLabel)
  /// The temporary code was right, but its time is over, or the clock stands before its beginning.
  case expiredTemporaryCode
  /// The code was right and not used, but its time is over; nothing was counted.
  case expiredSentCode(FactorLabel)
  /// The device's used codes lie so far ahead of the clock that it cannot show one to accept for so many seconds; it
  /// was not asked, and nothing was counted.
  case aheadOfClock(FactorLabel, seconds: UInt64)
  /// The signature counter of the security key has not gone up; nothing was counted.
  case signatureCounter(FactorLabel)
  /// What the security key signed lacks a touch or a PIN that is demanded of it.
  case unprovenKey
  /// The security key was removed meanwhile.
  case removedKey
  /// The user has no device, and the code is the enrolment ticket of this number.
  case ticket(mark: UInt32)
  /// At least one factor was asked and said no; each of them counted a miss.
  case wrong
  /// A key's code with another public identity than that of the user's keys; nothing was counted.
  case foreignKey
  /// As long as a key's code, but not in its letters: the machine where it was typed has a keyboard layout that is not
  /// known here. Nothing was counted.
  case unknownLayout
  /// No factor of this user that counts here has codes of such a form; nothing was counted.
  case notACode
  /// Every factor that could have answered waits until this time (seconds since 1970); nothing was evaluated.
  case throttled(until: UInt64)
  /// Every factor that could have answered is disabled after too many misses.
  case disabled
  /// The only device that could have answered was disabled by an administrator; the first of them, if several.
  case disabledByAdministrator(FactorLabel)
  /// The only device that could have answered counts no longer; the first of them, if several.
  case expiredDevice(FactorLabel)
}
