import Countersign
import CQRSymbol
import OATH
import Words

extension OTPAuthURI {
  /// The URI of a device that apps can be.
  ///
  /// - Parameters:
  ///   - issuer: the host's name where it is `nil`.
  ///   - counter: the next moving factor of an event-based device.
  /// - Returns: `nil` for other kinds.
  init?(_ kind: DeviceKind, user: UserName, issuer: String?, counter: UInt64) {
    let type: OTPAuthType
    switch kind {
    case .totp(let parameters): type = .totp(period: parameters.period)
    case .hotp: type = .hotp(counter: counter)
    case .yubicoOTP, .ocra, .sent, .fido2, .agent: return nil
    }
    guard let algorithm = kind.algorithm, let digits = kind.digits else { return nil }
    self.init(
      type: type, issuer: issuer.map { Array($0.utf8) } ?? Host.name, account: user.bytes, algorithm: algorithm,
      digits: digits)
  }

  /// The URI with the secret in it.
  func text(_ form: Form, secret: Span<UInt8>) throws(Complaint) -> SecretBytes {
    var uri = self
    uri.form = form
    do throws(SystemFailure) {
      // One byte more, for a line end.
      var text = try SecretBytes(capacity: uri.length(secretByteCount: secret.count) + 1)
      _ = uri.write(secret: secret, to: &text)
      return text
    } catch {
      throw Complaint(error, doing: "cannot make the URI")
    }
  }

  /// The symbol of the URI.
  func symbol(_ form: Form, secret: Span<UInt8>) throws(Complaint) -> QRSymbol {
    let text = try text(form, secret: secret)
    do { return try QRSymbol(encoding: text.bytes) } catch { throw Complaint(error) }
  }
}
