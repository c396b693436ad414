/// What is said to an SSH agent and what it says (draft-miller-ssh-agent, sections 3.5 and 3.6), each behind its
/// length.
public enum AgentMessage: Equatable, Sendable {
  /// The blobs of the keys that it has.
  case keys([[UInt8]])
  case signature(SSHKeySignature)
  /// It does not do it.
  case refusal

  /// The longest answer that is read, in bytes: more keys than anybody has.
  public static let longest = 65_536
  private static let mostKeys = 256
  private static let refused: UInt8 = 5
  private static let listed: UInt8 = 12
  private static let signed: UInt8 = 14

  /// Asks for its keys.
  public static let keysRequest: [UInt8] = SSHWriter.string([11])

  /// Asks for a signature over a statement.
  public static func signatureRequest(_ key: SSHKey, _ statement: LoginStatement) -> [UInt8] {
    SSHWriter.string(
      [13] + SSHWriter.string(key.blob) + SSHWriter.string(SSHKeySignature.message(statement)) + SSHWriter.number(0))
  }

  /// How many bytes an answer has behind its length, whose four bytes these are.
  ///
  /// - Returns: `nil` for a length that no answer of interest has.
  public static func length(_ head: [UInt8]) -> Int? {
    var reader = ByteReader(head)
    guard let length = reader.number(4), (1...UInt64(longest)).contains(length) else { return nil }
    return Int(length)
  }

  /// Reads an answer without its length, all of it.
  public init?(_ answer: [UInt8]) {
    var reader = ByteReader(answer)
    guard let kind = reader.byte() else { return nil }
    switch kind {
    case AgentMessage.refused where reader.isAtEnd: self = .refusal
    case AgentMessage.listed:
      guard let keys = AgentMessage.list(&reader) else { return nil }
      self = .keys(keys)
    case AgentMessage.signed:
      guard let signature = reader.string().flatMap({ SSHKeySignature(blob: $0) }), reader.isAtEnd else { return nil }
      self = .signature(signature)
    default: return nil
    }
  }

  private static func list(_ reader: inout ByteReader) -> [[UInt8]]? {
    guard let count = reader.number(4), count <= mostKeys else { return nil }
    var keys: [[UInt8]] = []
    for _ in 0..<count {
      guard let blob = reader.string(), reader.string() != nil else { return nil }
      keys.append(blob)
    }
    return reader.isAtEnd ? keys : nil
  }
}
