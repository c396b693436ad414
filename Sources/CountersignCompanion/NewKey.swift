import Countersign
import OATH

/// The key of a device that is not stored yet: time-based, SHA-1, six digits, which every app knows.
struct NewKey: ~Copyable {
  /// RFC 4226 section 4 recommends 160 bits.
  private static let length = 20

  let kind: DeviceKind
  let uri: OTPAuthURI
  let secret: SecretBytes

  init(user: UserName) throws(EnrolmentTrouble) {
    let type = OTPAuthType.totp(period: .thirtySeconds)
    guard let parameters = TOTPParameters(algorithm: .sha1, digits: .six, period: .thirtySeconds) else {
      throw .impossible
    }
    let secret = try NewKey.random()
    kind = .totp(parameters)
    uri = OTPAuthURI(type: type, issuer: Host.name, account: user.bytes, algorithm: .sha1, digits: .six)
    self.secret = secret
  }

  private static func random() throws(EnrolmentTrouble) -> SecretBytes {
    do throws(SystemFailure) {
      var secret = try SecretBytes(capacity: length)
      secret.resize(to: length)
      var room = secret.mutableBytes
      try Randomness.fill(&room)
      return secret
    } catch {
      throw .system(error)
    }
  }

  /// What there is to say of a code that was typed.
  func check(_ answer: Span<UInt8>) throws(EnrolmentTrouble) -> FirstCode.Finding {
    do throws(SystemFailure) {
      return try FirstCode.check(answer, kind: kind, secret: secret.bytes, counter: 0, now: Clock.now())
    } catch {
      throw .system(error)
    }
  }
}
