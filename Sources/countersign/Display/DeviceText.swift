import Countersign
import OATH
import Words

/// How a device is described in one line.
enum DeviceText {
  /// `time-based, sha1, 6 digits, every 30 s`.
  static func parameters(_ kind: DeviceKind) -> String {
    switch kind {
    case .totp(let parameters):
      var parts = [said("time-based")] + codes(parameters.algorithm, parameters.digits)
      parts.append(said("every \(parameters.period.seconds) s"))
      if parameters.window != TOTPParameters.defaultWindow { parts.append(said("window \(parameters.window)")) }
      return Enumeration.of(parts)
    case .hotp(let parameters):
      var parts = [said("event-based")] + codes(parameters.algorithm, parameters.digits)
      if parameters.lookAhead != HOTPParameters.defaultLookAhead {
        parts.append(said("look-ahead \(parameters.lookAhead)"))
      }
      return Enumeration.of(parts)
    case .ocra(let suite): return Enumeration.of([said("answers challenges"), DisplayText.of(suite.text)])
    case .yubicoOTP(let identity):
      let shown = identity.bytes.isEmpty ? said("no public identity") : said("public identity \(name(identity))")
      return Enumeration.of([said("typed by a key"), shown])
    }
  }

  /// A public identity as the key types it.
  static func name(_ identity: PublicIdentity) -> String { DisplayText.of(identity.modHex) }

  private static func codes(_ algorithm: HashAlgorithm, _ digits: DigitCount) -> [String] {
    ["\(algorithm.name)", said("\(digits.count) digits")]
  }
}
