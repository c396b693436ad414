/// Why a key did not do what it was asked for. The numbers are those of CFido2.
public enum KeyFailure: UInt8, Sendable {
  /// Nobody touched it in time, or somebody refused.
  case noTouch = 1
  case wrongPIN
  /// No tries are left: until the key is reset.
  case pinBlocked
  /// Three wrong ones in a row: until it is plugged in again.
  case pinPaused
  /// The key has no PIN, and one is asked for.
  case noPIN
  case unknownFinger
  /// It has a credential that it must not have.
  case excluded
  case noCredential
  /// It does not know the algorithm, or cannot keep credentials.
  case unsupported
  /// There is no room for another credential.
  case full
  /// It was pulled out.
  case gone
  case failed
}
