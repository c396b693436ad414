/// The public key of a security key as OpenSSH writes it (`PROTOCOL.u2f`). No login reads one: that is left to the
/// companion.
public struct SSHPublicKey: Equatable, Sendable {
  /// The types there are; a certificate is another one.
  public enum Kind: CaseIterable, Sendable {
    case ed25519, ecdsa

    /// As lines of keys have it.
    public var name: StaticString {
      switch self {
      case .ed25519: "sk-ssh-ed25519@openssh.com"
      case .ecdsa: "sk-ecdsa-sha2-nistp256@openssh.com"
      }
    }

    fileprivate var algorithm: SecurityKeyAlgorithm {
      switch self {
      case .ed25519: .eddsa
      case .ecdsa: .es256
      }
    }
  }

  /// Which type it is.
  public let kind: Kind
  /// What its signatures are for: `ssh:`.
  public let application: [UInt8]
  /// As a record has it.
  public let publicKey: [UInt8]

  /// The key of a device.
  ///
  /// - Returns: `nil` for one that OpenSSH has no type for.
  public init?(_ parameters: SecurityKeyParameters, _ publicKey: [UInt8]) {
    guard publicKey.count == parameters.algorithm.publicKeyLength,
      let kind = Kind.allCases.first(where: { $0.algorithm == parameters.algorithm })
    else { return nil }
    (self.kind, application, self.publicKey) = (kind, parameters.relyingParty, publicKey)
  }

  /// Reads what stands in a line of a `.pub` file behind the type.
  ///
  /// - Returns: `nil` for anything but such a key.
  public init?(_ kind: Kind, base64 text: [UInt8]) {
    guard let blob = Base64.decode(text) else { return nil }
    var rest = blob[...]
    guard let name = SSHPublicKey.text(&rest), name.equals(kind.name) else { return nil }
    switch kind {
    case .ed25519:
      guard let key = SSHPublicKey.text(&rest), key.count == 32 else { return nil }
      publicKey = Array(key)
    case .ecdsa:
      guard let curve = SSHPublicKey.text(&rest), curve.equals("nistp256"), let point = SSHPublicKey.text(&rest),
        point.count == 65, point.first == 4
      else { return nil }
      publicKey = Array(point.dropFirst())
    }
    guard let application = SSHPublicKey.text(&rest), rest.isEmpty else { return nil }
    self.kind = kind
    self.application = Array(application)
  }

  /// The settings of the device; `nil` for an application that none can have.
  public func parameters(_ demands: SecurityKeyDemands) -> SecurityKeyParameters? {
    SecurityKeyParameters(algorithm: kind.algorithm, relyingParty: application, demands: demands)
  }

  /// Type, key and application, each behind its length in 4 bytes (RFC 4251 section 5).
  public var blob: [UInt8] {
    let texts: [[UInt8]] =
      switch kind {
      case .ed25519: [Array(ascii: kind.name), publicKey, application]
      case .ecdsa: [Array(ascii: kind.name), Array(ascii: "nistp256"), [4] + publicKey, application]
      }
    return texts.flatMap { text in [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: text.count >> $0) } + text }
  }

  /// The text behind the length in the next 4 bytes.
  private static func text(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard rest.count >= 4 else { return nil }
    let length = Int(rest.prefix(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) })
    guard rest.count - 4 >= length else { return nil }
    let text = rest.dropFirst(4).prefix(length)
    rest = rest.dropFirst(4 + length)
    return text
  }

  /// Whether sshd has verified just this key: one of the lines of `SSH_AUTH_INFO_0` is `publickey TYPE KEY` with it. A
  /// certificate for it is another key: whom it was given to, nobody looks.
  public func isVerified(by information: [UInt8]) -> Bool {
    let line = Array(ascii: "publickey ") + Array(ascii: kind.name) + [UInt8(ascii: " ")] + Base64.encode(blob)
    return information.split(separator: UInt8(ascii: "\n")).contains { $0 == line[...] }
  }
}
