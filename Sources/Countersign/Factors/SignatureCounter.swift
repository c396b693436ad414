/// Whether what a security key has signed may follow what was seen of it before (WebAuthn 6.1.1).
///
/// A key counts its signatures; a counter that does not go up is of a copy of the key, or of a key that was reset. Keys
/// without a counter say 0 each time.
enum SignatureCounter {
  /// - Parameter next: one above the last counter; 0 before the first, and where the next one is to be taken as it
  ///   comes.
  static func match(_ evidence: KeyEvidence, _ demands: SecurityKeyDemands, next: UInt64) -> MovingFactorMatch {
    // sshd tells no counter: what is known stays as it is.
    guard !evidence.isOfSSHD else { return .fresh(max(next, 1) - 1, offset: 0) }
    guard demands.areMet(by: evidence.flags) else { return .unproven }
    let counter = UInt64(evidence.counter)
    return counter >= next || counter == 0 && next == 1 ? .fresh(counter, offset: 0) : .steppedBack
  }
}
