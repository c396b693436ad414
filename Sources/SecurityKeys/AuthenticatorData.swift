/// What an authenticator signs about itself (Web Authentication level 2, section 6.1).
public struct AuthenticatorData: Equatable, Sendable {
  /// What it says happened.
  public struct Flags: OptionSet, Equatable, Sendable {
    public let rawValue: UInt8

    public init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Somebody touched it.
    public static let touched = Flags(rawValue: 0x01)
    /// It knows who: by a PIN or a finger.
    public static let verified = Flags(rawValue: 0x04)
    static let hasCredential = Flags(rawValue: 0x40)
    static let hasExtensions = Flags(rawValue: 0x80)
  }

  /// SHA-256 of the relying party's id.
  public let relyingPartyHash: [UInt8]
  public let flags: Flags
  /// Signatures so far, of this credential or of the whole key; 0 for ever in keys without a counter.
  public let counter: UInt32
  /// The credential that was made; `nil` in assertions.
  public let credential: AttestedCredential?

  private static let longest = 4_096

  /// Reads it, all of it.
  ///
  /// - Returns: `nil` for anything that is none, or that has something behind it.
  public init?(_ bytes: [UInt8]) {
    var reader = ByteReader(bytes)
    guard bytes.count <= AuthenticatorData.longest, let hash = reader.bytes(32), let flags = reader.byte(),
      let counter = reader.number(4)
    else { return nil }
    relyingPartyHash = hash
    self.flags = Flags(rawValue: flags)
    self.counter = UInt32(truncatingIfNeeded: counter)
    var items = CBORReader(reader)
    if self.flags.contains(.hasCredential) {
      guard let credential = AttestedCredential(&reader) else { return nil }
      self.credential = credential
      items = CBORReader(reader)
    } else {
      credential = nil
    }
    if self.flags.contains(.hasExtensions) {
      guard case .map? = items.item() else { return nil }
    }
    guard items.bytes.isAtEnd else { return nil }
  }
}
