import CSignature

/// A signature by a security key, as an agent gives it (PROTOCOL.u2f).
public struct SSHKeySignature: Equatable, Sendable {
  private let type: [UInt8]
  /// As ``SignatureScheme`` has it.
  private let signature: [UInt8]
  private let flags: AuthenticatorData.Flags
  private let counter: UInt32

  /// Reads a signature blob, all of it.
  public init?(blob: [UInt8]) {
    var reader = ByteReader(blob)
    guard let type = reader.string(), let inner = reader.string(), let flags = reader.byte(),
      let counter = reader.number(4), reader.isAtEnd,
      let signature = type == SSHKey.ecdsa ? SSHKeySignature.pair(inner) : inner
    else { return nil }
    self.type = type
    self.signature = signature
    self.flags = AuthenticatorData.Flags(rawValue: flags)
    self.counter = UInt32(truncatingIfNeeded: counter)
  }

  private static func pair(_ inner: [UInt8]) -> [UInt8]? {
    var reader = ByteReader(inner)
    guard let r = reader.string().flatMap({ BigEndian.unsigned($0) }),
      let s = reader.string().flatMap({ BigEndian.unsigned($0) }), reader.isAtEnd
    else { return nil }
    return r + s
  }

  /// What an agent is asked to sign: a statement in the form of SSHSIG (PROTOCOL.sshsig), with SHA-512.
  public static func message(_ statement: LoginStatement) -> [UInt8] {
    Array("SSHSIG".utf8) + SSHWriter.string(LoginStatement.namespace) + SSHWriter.string([])
      + SSHWriter.string(Array("sha512".utf8)) + SSHWriter.string(Digest.sha512(statement.bytes))
  }

  /// Checks all that was asked of the key, in what it has signed.
  ///
  /// - Parameter demands: flags that have to be there.
  /// - Returns: the flags and the counter, which is yet to be compared.
  public func check(
    _ key: SSHKey, demands: AuthenticatorData.Flags, over statement: LoginStatement
  ) throws(AssertionFlaw) -> (flags: AuthenticatorData.Flags, counter: UInt32) {
    guard type == key.type else { throw .wrongSignature }
    guard !demands.contains(.touched) || flags.contains(.touched) else { throw .notTouched }
    guard !demands.contains(.verified) || flags.contains(.verified) else { throw .notVerified }
    let signed =
      Digest.sha256(key.application) + [flags.rawValue] + SSHWriter.number(Int(counter))
      + Digest.sha256(SSHKeySignature.message(statement))
    guard key.key.scheme.accepts(signature, of: key.key.bytes, over: signed) else { throw .wrongSignature }
    return (flags, counter)
  }
}
