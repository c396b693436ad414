/// A place in the chain of audit lines: what the next line is tied to.
public struct AuditLink: Equatable, Sendable {
  /// The number of the line before; 0 where there is none.
  public let sequence: UInt64
  /// SHA-256 over everything up to and with the line before; zeros where there is none.
  public let hash: [UInt8]

  /// Before the first line of all.
  public static let beginning = AuditLink(sequence: 0, hash: [UInt8](repeating: 0, count: Checksum.length))

  init(sequence: UInt64, hash: [UInt8]) {
    self.sequence = sequence
    self.hash = hash
  }

  /// The same place behind bytes that are no line: what a crash or a full disk left of one.
  func passing(_ gap: ArraySlice<UInt8>) -> AuditLink {
    gap.isEmpty ? self : AuditLink(sequence: sequence, hash: Checksum.of(hash, gap))
  }
}
