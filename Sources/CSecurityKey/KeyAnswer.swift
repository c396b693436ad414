import CFido2
import SecurityKeys

/// What a key did when it was asked.
public enum KeyAnswer: Sendable {
  /// It did, and this is what there is to tell.
  case done(KeyReport)
  /// It did not.
  ///
  /// - Parameter triesLeft: of PINs, after a wrong one; `nil` when the key does not say.
  case trouble(KeyFailure, triesLeft: UInt8?)

  /// - Parameter report: what there is to tell when it has done it.
  init(_ result: cs_key_result, of key: SecurityKey, _ report: KeyReport) {
    guard result != cs_key_done else {
      self = .done(report)
      return
    }
    let failure = KeyFailure(rawValue: UInt8(clamping: result.rawValue)) ?? .failed
    self = .trouble(failure, triesLeft: failure == .wrongPIN ? key.triesLeft : nil)
  }

  /// What there is to tell.
  public var report: KeyReport {
    switch self {
    case .done(let report): report
    case .trouble(let failure, let triesLeft): .failed(failure, triesLeft: triesLeft)
    }
  }

  /// Why it did not; `nil` when it did.
  public var failure: KeyFailure? { if case .trouble(let failure, _) = self { failure } else { nil } }
}
