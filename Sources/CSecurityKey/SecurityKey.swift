import CFido2
import Countersign
import SecurityKeys

/// A key that is plugged in, by its number.
public struct SecurityKey: Sendable {
  let number: Int32

  private static let longestData = 4_096
  private static let longestSignature = 1_024

  /// All that are plugged in.
  public static func all() -> [SecurityKey] { (0..<max(cs_keys_find(), 0)).map { SecurityKey(number: $0) } }

  /// The one of these that is touched first.
  public static func touched(of keys: [SecurityKey], seconds: UInt32) -> SecurityKey? {
    let bits = keys.reduce(UInt32(0)) { $0 | 1 << UInt32(clamping: $1.number) }
    let number = cs_key_touched(bits, milliseconds(seconds))
    return number < 0 ? nil : SecurityKey(number: number)
  }

  private static func milliseconds(_ seconds: UInt32) -> Int32 { Int32(clamping: UInt64(seconds) * 1_000) }

  /// What it can, and how many PINs are left.
  public var abilities: cs_key_abilities { cs_key_look(number) }

  /// How many PINs may be tried before it is blocked; `nil` when it does not say.
  public var triesLeft: UInt8? {
    let tries = abilities.tries
    return tries < 0 ? nil : UInt8(clamping: min(tries, 254))
  }

  /// Whether it has a credential; asking it takes no touch.
  public func holds(_ candidate: KeyCandidate) -> Bool {
    let (party, id) = (candidate.relyingParty, candidate.identifier)
    // SAFETY: each pointer comes with the count of its own array.
    return unsafe cs_key_holds(number, party, party.count, id, id.count) == 1
  }

  /// Has it sign.
  ///
  /// - Parameters:
  ///   - index: of the candidate, for whoever reads the answer.
  ///   - pin: empty for none.
  public func sign(
    _ candidate: KeyCandidate, _ index: Int, over clientData: [UInt8], pin: borrowing SecretBytes, seconds: UInt32
  ) -> KeyAnswer {
    let (party, id, demands) = (candidate.relyingParty, candidate.identifier, UInt32(candidate.demands.rawValue))
    var (data, signature) = (room(SecurityKey.longestData), room(SecurityKey.longestSignature))
    let (number, milliseconds) = (number, SecurityKey.milliseconds(seconds))
    var (dataLength, signatureLength) = (0, 0)
    // SAFETY: each pointer comes with the count of its own buffer, and none outlives the call.
    let result = unsafe pin.bytes.withUnsafeBufferPointer { pin in
      unsafe data.withUnsafeMutableBufferPointer { data in
        unsafe signature.withUnsafeMutableBufferPointer { signature in
          var first = unsafe cs_key_bytes(bytes: data.baseAddress, room: data.count, length: 0)
          var second = unsafe cs_key_bytes(bytes: signature.baseAddress, room: signature.count, length: 0)
          let result = unsafe cs_key_sign(
            number, party, party.count, id, id.count, clientData, clientData.count, demands,
            pin.count > 0 ? pin.baseAddress : nil, pin.count, milliseconds, &first, &second)
          dataLength = unsafe first.length
          signatureLength = unsafe second.length
          return result
        }
      }
    }
    let assertion = KeyAssertion(
      data: Array(data.prefix(dataLength)), signature: Array(signature.prefix(signatureLength)))
    return KeyAnswer(result, of: self, .signed(candidate: index, assertion))
  }

  /// Has it make a credential.
  ///
  /// - Parameters:
  ///   - excluded: identifiers, each behind its length.
  ///   - pin: empty for none.
  public func make(
    _ algorithm: SecurityKeyAlgorithm, _ party: [UInt8], _ user: [UInt8], _ demands: SecurityKeyDemands,
    excluded: [UInt8], over clientData: [UInt8], pin: borrowing SecretBytes, seconds: UInt32
  ) -> KeyAnswer {
    var data = room(SecurityKey.longestData)
    var attestation = cs_attestation_wrong
    let (number, milliseconds) = (number, SecurityKey.milliseconds(seconds))
    var length = 0
    // SAFETY: each pointer comes with the count of its own buffer, and none outlives the call.
    let result = unsafe pin.bytes.withUnsafeBufferPointer { pin in
      unsafe data.withUnsafeMutableBufferPointer { data in
        var kept = unsafe cs_key_bytes(bytes: data.baseAddress, room: data.count, length: 0)
        let result = unsafe cs_key_make(
          number, party, party.count, user, user.count, algorithm.coseNumber, excluded, excluded.count, clientData,
          clientData.count, UInt32(demands.rawValue), pin.count > 0 ? pin.baseAddress : nil, pin.count, milliseconds,
          &kept, &attestation)
        length = unsafe kept.length
        return result
      }
    }
    let found = KeyAttestation(rawValue: UInt8(clamping: attestation.rawValue)) ?? .wrong
    return KeyAnswer(result, of: self, .made(data: Array(data.prefix(length)), found))
  }

  private func room(_ count: Int) -> [UInt8] { [UInt8](repeating: 0, count: count) }
}

extension SecurityKeyAlgorithm {
  /// RFC 9053 and RFC 8812.
  fileprivate var coseNumber: Int32 {
    switch self {
    case .es256: -7
    case .eddsa: -8
    case .rs256: -257
    }
  }
}
