/// A private key file of OpenSSH that holds a security key without a passphrase (PROTOCOL.key): which is no secret, but
/// the key's own handle.
public struct SSHSecurityKeyFile: Equatable, Sendable {
  public let key: SSHKey
  /// The credential id.
  public let handle: [UInt8]
  /// 1 for a touch that is demanded, 4 for a PIN.
  public let flags: UInt8

  private static let magic = Array("openssh-key-v1".utf8) + [0]
  private static let none = Array("none".utf8)

  /// Why a file is none.
  public enum Flaw: Error, Equatable, Sendable {
    case malformed
    case encrypted
    /// An ordinary key, or several.
    case noSecurityKey
  }

  /// Reads what stands in Base64 between the first and the last line.
  public init(_ content: [UInt8]) throws(Flaw) {
    var reader = ByteReader(content)
    guard reader.bytes(SSHSecurityKeyFile.magic.count) == SSHSecurityKeyFile.magic,
      let cipher = reader.string(), let derivation = reader.string(), reader.string() != nil,
      let count = reader.number(4), let blob = reader.string(), let hidden = reader.string(), reader.isAtEnd
    else { throw .malformed }
    guard cipher == SSHSecurityKeyFile.none, derivation == SSHSecurityKeyFile.none else { throw .encrypted }
    guard count == 1, let key = SSHKey(blob: blob) else { throw .noSecurityKey }
    var secret = ByteReader(hidden)
    guard let first = secret.number(4), secret.number(4) == first, secret.string() == key.type,
      SSHSecurityKeyFile.skip(key, &secret), secret.string() == key.application, let flags = secret.byte(),
      let handle = secret.string(), !handle.isEmpty, secret.string() != nil, secret.string() != nil
    else { throw .malformed }
    self.key = key
    self.handle = handle
    self.flags = flags
  }

  /// The public key once more, which has to be the same.
  private static func skip(_ key: SSHKey, _ reader: inout ByteReader) -> Bool {
    guard key.type == SSHKey.ecdsa else { return reader.string() == key.key.bytes }
    return reader.string() == SSHKey.curve && reader.string() == [4] + key.key.bytes
  }
}
