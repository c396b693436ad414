extension UserState {
  /// How often a bypass was used.
  ///
  /// - Returns: `nil` when the bypass is older than the one this state knows: an old record was put back.
  public func uses(of bypass: Bypass) -> UInt32? {
    if bypass.number == bypassNumber { return bypassUses }
    return bypass.number > bypassNumber ? 0 : nil
  }

  /// Counts one use of a bypass; the count stays at its highest value rather than beginning anew.
  public mutating func use(_ bypass: Bypass) {
    guard let uses = uses(of: bypass) else { return }
    bypassNumber = bypass.number
    bypassUses = uses == .max ? .max : uses + 1
  }

  /// Whether a temporary code was used already, or revoked or replaced.
  public func isUsed(_ code: TemporaryCode) -> Bool { code.number <= temporaryUsed }
}
