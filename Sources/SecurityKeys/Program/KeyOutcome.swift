/// What came of an order to the program that talks to security keys.
public enum KeyOutcome: Equatable, Sendable {
  /// Signed with the candidate of that index; nothing of it is checked yet.
  case signed(candidate: Int, KeyAssertion)
  case made(data: [UInt8], KeyAttestation)
  case noKey(isPlugged: Bool)
  case failed(KeyFailure, triesLeft: UInt8?)
  /// The program died, said what it must not say, or said nothing in time.
  case programFailed
  /// Who waited has left.
  case left
}
