/// What the fields mean of a device whose codes are sent. Its clock is ours and no code of it is out of reach, so that
/// two of them are free.
extension DeviceState {
  /// When the code of ``nextMovingFactor`` was sent, seconds since 1970; 0 when none is out.
  public internal(set) var sentAt: UInt64 {
    get { pairEnd }
    set { pairEnd = newValue }
  }

  /// How many codes were sent since the last one that was accepted.
  public internal(set) var sendings: UInt32 {
    get { UInt32(bitPattern: lastOffset) }
    set { lastOffset = Int32(bitPattern: newValue) }
  }

  /// Whether a code is out that still counts. One from the future is of a clock that was set back, and none knows how
  /// old it is.
  func hasFreshCode(_ parameters: SentParameters, now: UInt64) -> Bool {
    let (age, isAhead) = now.subtractingReportingOverflow(sentAt)
    return sentAt > 0 && !isAhead && age < UInt64(parameters.lifetime)
  }
}
