import CSecurityKey
import Countersign
import SecurityKeys

/// What a chosen key is asked for.
struct KeyRequest {
  /// A signature or a credential.
  enum Matter {
    case signature(KeyCandidate, index: Int)
    case credential(SecurityKeyAlgorithm, relyingParty: [UInt8], user: [UInt8], excluded: [UInt8])
  }

  let matter: Matter
  let demands: SecurityKeyDemands
  /// A digest of 32 bytes.
  let clientData: [UInt8]
  let seconds: UInt32

  /// Whether somebody has to touch the key for it: each key wants a touch for a credential.
  var isTouched: Bool { demands.contains(.touch) || makesCredential }

  var makesCredential: Bool { if case .credential = matter { true } else { false } }

  /// - Parameter pin: empty for none.
  func put(to key: SecurityKey, pin: borrowing SecretBytes) -> KeyAnswer {
    switch matter {
    case .signature(let candidate, let index):
      return key.sign(candidate, index, over: clientData, pin: pin, seconds: seconds)
    case .credential(let algorithm, let party, let user, let excluded):
      return key.make(
        algorithm, party, user, demands, excluded: excluded, over: clientData, pin: pin, seconds: seconds)
    }
  }
}
