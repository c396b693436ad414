import Countersign
import OATH

/// How a device is described in one line.
enum DeviceText {
  /// `time-based, sha1, 6 digits, every 30 s`.
  static func parameters(_ kind: DeviceKind) -> String {
    let common = "\(kind.algorithm.name), \(kind.digits.count) digits"
    switch kind {
    case .totp(let parameters):
      let window = parameters.window == TOTPParameters.defaultWindow ? "" : ", window \(parameters.window)"
      return "time-based, \(common), every \(parameters.period.seconds) s\(window)"
    case .hotp(let parameters):
      let lookAhead =
        parameters.lookAhead == HOTPParameters.defaultLookAhead ? "" : ", look-ahead \(parameters.lookAhead)"
      return "event-based, \(common)\(lookAhead)"
    }
  }
}
