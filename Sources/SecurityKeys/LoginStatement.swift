import CSignature
import Countersign

/// What a key signs: for which login its touch is given. One that was given for another host, user, service or moment
/// is worth nothing here.
public struct LoginStatement: Equatable, Sendable {
  /// The namespace of signatures by SSH keys, so that they are of no use as anything else.
  public static let namespace = Array("countersign".utf8)
  /// Bytes of a nonce.
  public static let nonceLength = 32

  private let fields: [(name: String, value: [UInt8])]

  /// - Parameters:
  ///   - host: this machine's name.
  ///   - seconds: since 1970.
  ///   - nonce: random, for this question alone.
  public init(
    host: [UInt8], user: [UInt8], service: [UInt8], terminal: [UInt8], seconds: UInt64, nonce: [UInt8]
  ) {
    fields = [
      ("host", host), ("user", user), ("service", service), ("terminal", terminal),
      ("time", Array(String(seconds).utf8)), ("nonce", nonce),
    ]
  }

  /// `countersign login 1`, and then each field as its name, its length in four big-endian bytes and itself: no two
  /// statements have the same bytes.
  public var bytes: [UInt8] {
    fields.reduce(into: Array("countersign login 1".utf8)) { text, field in
      text.append(0)
      text += Array(field.name.utf8)
      text.append(0)
      text += SSHWriter.number(field.value.count) + field.value
    }
  }

  /// The statement of a login at this machine now.
  public static func now(user: [UInt8], service: [UInt8], terminal: [UInt8]) throws(SystemFailure) -> LoginStatement {
    var nonce = [UInt8](repeating: 0, count: nonceLength)
    var room = nonce.mutableSpan
    try Randomness.fill(&room)
    return LoginStatement(
      host: Host.name, user: user, service: service, terminal: terminal, seconds: try Clock.now(), nonce: nonce)
  }

  /// What a key at the machine is given to sign: SHA-256 of ``bytes``.
  public var clientData: [UInt8] { Digest.sha256(bytes) }

  public static func == (left: LoginStatement, right: LoginStatement) -> Bool { left.bytes == right.bytes }
}
