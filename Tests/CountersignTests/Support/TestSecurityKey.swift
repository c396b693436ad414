import Testing

@testable import Countersign

/// Security keys, for tests.
enum TestSecurityKey {
  static func parameters(
    _ algorithm: SecurityKeyAlgorithm = .es256, for relyingParty: String = "pam://host",
    _ demands: SecurityKeyDemands = .touch, model: [UInt8]? = nil
  ) throws -> SecurityKeyParameters {
    try #require(
      SecurityKeyParameters(
        algorithm: algorithm, relyingParty: Bytes.of(relyingParty), demands: demands, model: model))
  }

  /// A credential of the right length, with nothing behind it.
  static func credential(
    _ parameters: SecurityKeyParameters, id: [UInt8] = [UInt8](repeating: 9, count: 64)
  ) throws -> [UInt8] {
    let key = [UInt8](repeating: 7, count: parameters.algorithm.publicKeyLength)
    return try #require(SecurityKeyCredential(id: id, publicKey: key)).bytes
  }
}
