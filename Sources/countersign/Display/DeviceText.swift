import Countersign
import OATH
import Words

/// How a device is described in one line.
enum DeviceText {
  /// `time-based, sha1, 6 digits, every 30 s`.
  ///
  /// - Parameter showsAddress: whether all of the address is shown that codes are sent to.
  static func parameters(_ kind: DeviceKind, showsAddress: Bool = false) -> String {
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
    case .sent(let sent):
      let address = DisplayText.of(showsAddress ? sent.address.bytes : sent.address.masked)
      return Enumeration.of([
        said("sent by \(DisplayText.of(sent.via.bytes)) to \(address)"), said("\(sent.digits.count) digits"),
        said("for \(TimeText.duration(UInt64(sent.lifetime)))"),
      ])
    case .fido2(let parameters): return SecurityKeyText.of(parameters, said("security key"))
    case .agent(let parameters): return SecurityKeyText.of(parameters, said("security key in an SSH agent"))
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
