import Countersign

/// A key in a file of pam_u2f.
struct AuthfileCredential {
  let algorithm: SecurityKeyAlgorithm
  /// Empty for one that the key itself keeps.
  let identifier: [UInt8]
  let publicKey: [UInt8]
  let demands: SecurityKeyDemands
  /// Of a version before 1.1.0: registered by U2F, for an appid.
  let isOld: Bool

  /// Nothing is guessed: what does not fit is no key.
  init(_ text: Span<UInt8>, _ range: Range<Int>) throws(AuthfileFlaw) {
    let fields = text.pieces(range, separator: UInt8(ascii: ","))
    guard (2...4).contains(fields.count) else { throw .malformed }
    // Behind the type nothing at all may stand: then no touch is asked for.
    guard fields.prefix(3).allSatisfy({ !$0.isEmpty }) else { throw .emptyField }
    isOld = fields.count == 2
    let isResident = !isOld && text.equals("*", fields[0])
    algorithm = isOld ? .es256 : try AuthfileCredential.algorithm(text.copy(fields[2]))
    var demands = isOld ? .touch : try AuthfileCredential.demands(fields.count == 4 ? text.copy(fields[3]) : [])
    if isResident { demands.insert(.resident) }
    self.demands = demands
    identifier = isResident ? [] : try AuthfileCredential.decoded(text.extracting(fields[0]))
    publicKey =
      isOld
      ? try AuthfileCredential.oldKey(text.copy(fields[1]))
      : try AuthfileCredential.decoded(text.extracting(fields[1]))
    guard publicKey.count == algorithm.publicKeyLength, identifier.count <= SecurityKeyCredential.longestID else {
      throw .malformed
    }
  }

  private static func algorithm(_ name: [UInt8]) throws(AuthfileFlaw) -> SecurityKeyAlgorithm {
    let name = String(decoding: name, as: UTF8.self).lowercased()
    guard let known = SecurityKeyAlgorithm.allCases.first(where: { $0.name.description == name }) else {
      throw .unknownType
    }
    return known
  }

  /// Any of the options in a row.
  private static func demands(_ text: [UInt8]) throws(AuthfileFlaw) -> SecurityKeyDemands {
    guard text.first.map({ $0 == UInt8(ascii: "+") }) ?? true else { throw .unknownOption }
    var demands: SecurityKeyDemands = []
    for option in text.split(separator: UInt8(ascii: "+"), omittingEmptySubsequences: true) {
      if option.equals("presence") {
        demands.insert(.touch)
      } else if option.equals("verification") || option.equals("pin") {
        demands.insert(.verification)
      } else {
        throw .unknownOption
      }
    }
    return demands
  }

  private static func decoded(_ text: Span<UInt8>) throws(AuthfileFlaw) -> [UInt8] {
    guard let bytes = bytes(text), !bytes.isEmpty else { throw .malformed }
    return bytes
  }

  /// Of Base64, which holds nothing secret here.
  static func bytes(_ text: Span<UInt8>) -> [UInt8]? {
    guard let secret = try? ForeignSecret.base64(text) else { return nil }
    return copy(secret.secret)
  }

  private static func copy(_ secret: borrowing SecretBytes) -> [UInt8] {
    secret.bytes.indices.map { secret.bytes[$0] }
  }

  /// A point, 04 and X and Y, in hexadecimal of either case.
  private static func oldKey(_ digits: [UInt8]) throws(AuthfileFlaw) -> [UInt8] {
    let digits = digits.compactMap { ForeignSecret.digit($0) }
    guard digits.count == 130, digits[0] == 0, digits[1] == 4 else { throw .malformed }
    return stride(from: 2, to: 130, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
  }
}
