/// The recovery codes of a user: salted hashes only. Which of them are used stands in the state.
public struct RecoveryCodeSet: Equatable, Sendable {
  /// One more for each new set of a user, so that marks of an older set never count for a newer one.
  public let number: UInt32
  /// Seconds since 1970.
  public let created: UInt64
  let codes: [HashedCode]

  /// What is stored of one code.
  public struct HashedCode: Equatable, Sendable {
    let salt: [UInt8]
    let hash: [UInt8]

    init(salt: [UInt8], hash: [UInt8]) {
      self.salt = salt
      self.hash = hash
    }

    /// Takes salt and hash off a line.
    init?(_ fields: inout FieldReader) {
      guard let salt = fields.word().flatMap(Hex.decode), salt.count == PasswordHash.saltLength,
        let hash = fields.word().flatMap(Hex.decode), hash.count == PasswordHash.length
      else { return nil }
      self.init(salt: salt, hash: hash)
    }
  }

  /// How many codes a set has.
  public static let size = 10
}
