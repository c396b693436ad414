import CSignature
import Countersign

/// A security key of a user, with what it takes to ask it and to check its answer.
public struct EnrolledKey: Equatable, Sendable {
  /// The device's number in the record.
  public let device: UInt32
  public let parameters: SecurityKeyParameters
  public let identifier: [UInt8]
  public let key: PublicKey
  /// Of the credential, as it is stored.
  public let mark: SecretMark

  /// - Parameter secret: the device's, opened.
  /// - Returns: `nil` for a device of another kind, and for what no credential is.
  public init?(_ device: Device, secret: Span<UInt8>) {
    guard let parameters = device.kind.securityKey,
      let credential = SecurityKeyCredential(secret, parameters.algorithm)
    else { return nil }
    self.init(device: device.id, parameters, credential)
  }

  /// - Parameter device: 0 for one that is not stored yet.
  public init?(device: UInt32, _ parameters: SecurityKeyParameters, _ credential: SecurityKeyCredential) {
    guard let key = PublicKey(parameters.algorithm, credential.publicKey) else { return nil }
    self.device = device
    self.parameters = parameters
    self.identifier = credential.id
    self.key = key
    mark = SecretMark(of: credential.bytes.span)
  }

  /// As the program that talks to keys is told.
  public var candidate: KeyCandidate {
    KeyCandidate(relyingParty: parameters.relyingParty, identifier: identifier, demands: parameters.demands)
  }

  /// The same key as OpenSSH has it; `nil` for one that it has no form of.
  public var sshKey: SSHKey? { SSHKey(key, application: parameters.relyingParty) }

  /// What has to be in its answer.
  public var demands: AuthenticatorData.Flags {
    var flags: AuthenticatorData.Flags = []
    if parameters.demands.contains(.touch) { flags.insert(.touched) }
    if parameters.demands.contains(.verification) { flags.insert(.verified) }
    return flags
  }

  /// Checks an answer that it gave at the machine.
  ///
  /// - Parameter clientData: what it was given to sign.
  public func check(_ assertion: KeyAssertion, over clientData: [UInt8]) throws(AssertionFlaw) -> KeyEvidence {
    let data = try assertion.check(key, for: parameters.relyingParty, demands: demands, over: clientData)
    return KeyEvidence(device: device, mark, counter: data.counter, flags: data.flags.rawValue)
  }
}

extension PublicKey {
  /// - Returns: `nil` for another length than such a key has.
  public init?(_ algorithm: SecurityKeyAlgorithm, _ bytes: [UInt8]) {
    let scheme: SignatureScheme =
      switch algorithm {
      case .es256: .es256
      case .eddsa: .eddsa
      case .rs256: .rs256
      }
    self.init(scheme, bytes)
  }
}
