extension DeviceState {
  /// Lets the device go on behind a moving factor that two codes in a row have shown, with no misses.
  ///
  /// - Parameter now: seconds since 1970.
  /// - Returns: whether there is a moving factor behind it; nothing is changed otherwise.
  mutating func resume(behind last: UInt64, at now: UInt64) -> Bool {
    let (next, overflow) = last.addingReportingOverflow(1)
    guard !overflow else { return false }
    nextMovingFactor = next
    lastOffset = 0
    pairEnd = 0
    misses = MissCount()
    lastUsed = now
    return true
  }

  /// Takes a time-based device to be so many time steps ahead of our clock. What lies within the window is what any
  /// login accepts, and no drift.
  mutating func setDrift(_ offset: Int64, window: UInt32) {
    drift = offset.magnitude <= UInt64(window) ? 0 : Int32(clamping: offset)
    referenceDrift = drift
  }
}
