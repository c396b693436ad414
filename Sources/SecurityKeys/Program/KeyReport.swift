/// What the program that talks to security keys says. The last one of a task is none of ``touch``, ``choose`` and
/// ``pin(triesLeft:)``.
public enum KeyReport: Equatable, Sendable {
  /// No key is plugged in, or none of the keys has one of the credentials.
  case noKey(isPlugged: Bool)
  /// A key waits for its touch.
  case touch
  /// Several keys wait; the one that is touched is taken.
  case choose
  /// It needs the key's PIN as the next packet, behind one byte; nothing behind that gives up.
  case pin(triesLeft: UInt8?)
  case signed(candidate: Int, KeyAssertion)
  case made(data: [UInt8], KeyAttestation)
  case failed(KeyFailure, triesLeft: UInt8?)

  /// In bytes.
  public static let longest = 6_144
  private static let longestData = 4_096
  private static let longestSignature = 1_024
  /// For a number of tries that the key keeps to itself.
  private static let unknown: UInt8 = 255

  /// Reads ``packet``.
  ///
  /// - Returns: `nil` for anything else.
  public init?(_ packet: Span<UInt8>) {
    var reader = ByteReader(packet.indices.map { packet[$0] })
    guard let report = KeyReport.read(&reader), reader.isAtEnd else { return nil }
    self = report
  }

  private static func read(_ reader: inout ByteReader) -> KeyReport? {
    switch reader.byte() {
    case 1: return reader.byte().map { .noKey(isPlugged: $0 != 0) }
    case 2: return .touch
    case 3: return .choose
    case 4: return reader.byte().map { .pin(triesLeft: known($0)) }
    case 5:
      guard let candidate = reader.byte(), let data = reader.counted(2, atMost: longestData),
        let signature = reader.counted(2, atMost: longestSignature)
      else { return nil }
      return .signed(candidate: Int(candidate), KeyAssertion(data: data, signature: signature))
    case 6:
      guard let attestation = reader.byte().flatMap({ KeyAttestation(rawValue: $0) }) else { return nil }
      return reader.counted(2, atMost: longestData).map { .made(data: $0, attestation) }
    case 7:
      guard let failure = reader.byte().flatMap({ KeyFailure(rawValue: $0) }) else { return nil }
      return reader.byte().map { .failed(failure, triesLeft: known($0)) }
    default: return nil
    }
  }

  private static func known(_ tries: UInt8) -> UInt8? { tries == unknown ? nil : tries }

  /// As it goes over the socket.
  public var packet: [UInt8] {
    switch self {
    case .noKey(let isPlugged): [1, isPlugged ? 1 : 0]
    case .touch: [2]
    case .choose: [3]
    case .pin(let tries): [4, tries ?? KeyReport.unknown]
    case .signed(let candidate, let assertion):
      [5, UInt8(clamping: candidate)] + KeyOrder.counted(assertion.data) + KeyOrder.counted(assertion.signature)
    case .made(let data, let attestation): [6, attestation.rawValue] + KeyOrder.counted(data)
    case .failed(let failure, let tries): [7, failure.rawValue, tries ?? KeyReport.unknown]
    }
  }
}
