/// The settings of a security key, whether it is asked at the machine or through an SSH agent.
public struct SecurityKeyParameters: Equatable, Sendable {
  public let algorithm: SecurityKeyAlgorithm
  /// What its signatures are for: a relying party id such as `pam://host`, or the application of an SSH key, `ssh:`.
  /// Fixed at enrolment; another name of the host changes nothing.
  public let relyingParty: [UInt8]
  public let demands: SecurityKeyDemands
  /// Which model it is (AAGUID), 16 bytes, as the attestation at enrolment said; `nil` where that is not known.
  public let model: [UInt8]?

  /// In bytes.
  public static let longestRelyingParty = 256
  static let modelLength = 16

  /// - Parameter relyingParty: 1 to 256 visible ASCII characters.
  /// - Returns: `nil` for another relying party, and for a model that has not 16 bytes.
  public init?(
    algorithm: SecurityKeyAlgorithm, relyingParty: [UInt8], demands: SecurityKeyDemands, model: [UInt8]? = nil
  ) {
    guard (1...SecurityKeyParameters.longestRelyingParty).contains(relyingParty.count),
      relyingParty.allSatisfy({ (0x21...0x7E).contains($0) }),
      model.map({ $0.count == SecurityKeyParameters.modelLength }) ?? true
    else { return nil }
    self.algorithm = algorithm
    self.relyingParty = relyingParty
    self.demands = demands
    self.model = model
  }

  /// Whether it can be a key of an SSH agent: those sign by ES256 or Ed25519, and a touch is always demanded here.
  public var isForAgent: Bool {
    algorithm != .rs256 && demands.contains(.touch) && !demands.contains(.resident) && model == nil
  }

  /// How many bytes a credential of such a key may have, see ``SecurityKeyCredential``.
  ///
  /// - Parameter isAgent: whether the key is in an SSH agent, which knows it by its public key alone.
  func credentialLengths(isAgent: Bool) -> ClosedRange<Int> {
    let least = SecurityKeyCredential.lengthSize + algorithm.publicKeyLength
    guard !isAgent else { return least...least }
    // A resident credential may be known by its relying party alone.
    return (demands.contains(.resident) ? least : least + 1)...(least + SecurityKeyCredential.longestID)
  }
}
