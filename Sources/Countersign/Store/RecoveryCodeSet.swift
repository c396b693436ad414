/// The recovery codes of a user: salted hashes only. Which of them are used stands in the state.
public struct RecoveryCodeSet: Equatable, Sendable {
  /// One more for each new set of a user, so that marks of an older set never count for a newer one.
  public let number: UInt32
  /// Seconds since 1970.
  public let created: UInt64
  public let form: Form
  let codes: [HashedCode]

  init(number: UInt32, created: UInt64, form: Form = .characters, codes: [HashedCode]) {
    self.number = number
    self.created = created
    self.form = form
    self.codes = codes
  }

  /// How codes look.
  public enum Form: Equatable, Sendable {
    /// Sixteen Base32 characters, as they are made here; ten codes a set.
    case characters
    /// Eight decimal digits, as google-authenticator made them; one to ten codes a set.
    case digits
  }

  /// What is stored of one code.
  public struct HashedCode: Equatable, Sendable {
    let salt: [UInt8]
    let hash: [UInt8]

    init(salt: [UInt8], hash: [UInt8]) {
      self.salt = salt
      self.hash = hash
    }

    /// A code under a salt of its own.
    ///
    /// - Parameter code: its characters alone, without blanks and hyphens, letters capital.
    public init(hashing code: Span<UInt8>) throws(SystemFailure) {
      var salt = [UInt8](repeating: 0, count: PasswordHash.saltLength)
      var room = salt.mutableSpan
      try Randomness.fill(&room)
      self.init(salt: salt, hash: PasswordHash.hash(code, salt: salt))
    }

    /// Takes salt and hash off a line.
    init?(_ fields: inout FieldReader) {
      guard let salt = fields.word().flatMap(Hex.decode), salt.count == PasswordHash.saltLength,
        let hash = fields.word().flatMap(Hex.decode), hash.count == PasswordHash.length
      else { return nil }
      self.init(salt: salt, hash: hash)
    }
  }

  /// How many codes a set that is made here has, and the most that any set has.
  public static let size = 10

  /// How many codes it has, used ones among them.
  public var count: Int { codes.count }
}
