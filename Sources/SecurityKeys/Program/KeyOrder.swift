import Countersign

/// What the program that talks to security keys is to do: the first packet to it.
public struct KeyOrder: Equatable, Sendable {
  /// What it may have to do.
  public enum Task: Equatable, Sendable {
    /// To have a signature made with one of these, by the first key that is touched and has one.
    case sign([KeyCandidate])
    /// To have a credential made on the key that is touched, unless it has one of those already.
    ///
    /// - Parameters:
    ///   - user: for people with several on one key.
    ///   - exclusions: identifiers of credentials.
    case make(
      SecurityKeyAlgorithm, relyingParty: [UInt8], user: [UInt8], demands: SecurityKeyDemands, exclusions: [[UInt8]])
  }

  public let task: Task
  /// What is signed: a digest of 32 bytes.
  public let clientData: [UInt8]
  /// How long a touch is waited for.
  public let seconds: UInt32

  static let longestText = 1_023
  /// As many devices as a user could have, with the longest credentials.
  static let mostCandidates = 24
  /// In bytes.
  public static let longest = 65_536

  public init(_ task: Task, clientData: [UInt8], seconds: UInt32) {
    self.task = task
    self.clientData = clientData
    self.seconds = seconds
  }

  private static let (signing, making): (UInt8, UInt8) = (1, 2)

  /// Reads ``packet``.
  ///
  /// - Returns: `nil` for anything else.
  public init?(_ packet: Span<UInt8>) {
    guard packet.count <= KeyOrder.longest else { return nil }
    var reader = ByteReader(packet.indices.map { packet[$0] })
    guard let kind = reader.byte(), let seconds = reader.number(4), let clientData = reader.bytes(32),
      let task = kind == KeyOrder.signing ? KeyOrder.signature(&reader) : KeyOrder.credential(kind, &reader),
      reader.isAtEnd
    else { return nil }
    self.init(task, clientData: clientData, seconds: UInt32(truncatingIfNeeded: seconds))
  }

  private static func signature(_ reader: inout ByteReader) -> Task? {
    var candidates: [KeyCandidate] = []
    while !reader.isAtEnd {
      guard candidates.count < mostCandidates, let candidate = KeyCandidate(&reader) else { return nil }
      candidates.append(candidate)
    }
    return .sign(candidates)
  }

  private static func credential(_ kind: UInt8, _ reader: inout ByteReader) -> Task? {
    guard kind == making, let number = reader.byte(), let demands = reader.byte(),
      Int(number) < SecurityKeyAlgorithm.allCases.count,
      let party = reader.counted(2, atMost: longestText), let user = reader.counted(2, atMost: longestText)
    else { return nil }
    var exclusions: [[UInt8]] = []
    while !reader.isAtEnd {
      guard exclusions.count < mostCandidates, let id = reader.counted(2, atMost: longestText) else { return nil }
      exclusions.append(id)
    }
    return .make(
      SecurityKeyAlgorithm.allCases[Int(number)], relyingParty: party, user: user,
      demands: SecurityKeyDemands(rawValue: demands), exclusions: exclusions)
  }

  /// As it goes over the socket.
  public var packet: [UInt8] {
    let head = SSHWriter.number(Int(seconds)) + clientData
    switch task {
    case .sign(let candidates):
      return candidates.prefix(KeyOrder.mostCandidates).reduce(into: [KeyOrder.signing] + head) { $0 += $1.bytes }
    case .make(let algorithm, let party, let user, let demands, let exclusions):
      let number = UInt8(SecurityKeyAlgorithm.allCases.firstIndex(of: algorithm) ?? 0)
      let start = [KeyOrder.making] + head + [number, demands.rawValue] + KeyOrder.counted(party)
      return exclusions.prefix(KeyOrder.mostCandidates).reduce(into: start + KeyOrder.counted(user)) {
        $0 += KeyOrder.counted($1)
      }
    }
  }

  static func counted(_ bytes: [UInt8]) -> [UInt8] { SSHWriter.number(bytes.count).suffix(2) + bytes }
}
