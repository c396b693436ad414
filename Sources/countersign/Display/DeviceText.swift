import Countersign
import OATH

/// How a device is described in one line.
enum DeviceText {
  /// `time-based, sha1, 6 digits, every 30 s`.
  static func parameters(_ kind: DeviceKind) -> String {
    switch kind {
    case .totp(let parameters):
      let window = parameters.window == TOTPParameters.defaultWindow ? "" : ", window \(parameters.window)"
      let codes = codes(parameters.algorithm, parameters.digits)
      return "time-based, \(codes), every \(parameters.period.seconds) s\(window)"
    case .hotp(let parameters):
      let lookAhead =
        parameters.lookAhead == HOTPParameters.defaultLookAhead ? "" : ", look-ahead \(parameters.lookAhead)"
      return "event-based, \(codes(parameters.algorithm, parameters.digits))\(lookAhead)"
    case .ocra(let suite): return "answers challenges, \(DisplayText.of(suite.text))"
    case .yubicoOTP(let identity):
      return "typed by a key, " + (identity.bytes.isEmpty ? "no public identity" : "public identity \(name(identity))")
    }
  }

  /// A public identity as the key types it.
  static func name(_ identity: PublicIdentity) -> String { DisplayText.of(identity.modHex) }

  private static func codes(_ algorithm: HashAlgorithm, _ digits: DigitCount) -> String {
    "\(algorithm.name), \(digits.count) digits"
  }
}
