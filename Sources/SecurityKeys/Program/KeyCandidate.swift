import Countersign

/// A credential that a key may sign with.
public struct KeyCandidate: Equatable, Sendable {
  public let relyingParty: [UInt8]
  /// By which the key knows it; empty for one that it keeps and finds by the relying party.
  public let identifier: [UInt8]
  public let demands: SecurityKeyDemands

  public init(relyingParty: [UInt8], identifier: [UInt8], demands: SecurityKeyDemands) {
    self.relyingParty = relyingParty
    self.identifier = identifier
    self.demands = demands
  }

  init?(_ reader: inout ByteReader) {
    guard let demands = reader.byte(), let party = reader.counted(2, atMost: KeyOrder.longestText),
      let identifier = reader.counted(2, atMost: KeyOrder.longestText)
    else { return nil }
    self.init(relyingParty: party, identifier: identifier, demands: SecurityKeyDemands(rawValue: demands))
  }

  var bytes: [UInt8] { [demands.rawValue] + KeyOrder.counted(relyingParty) + KeyOrder.counted(identifier) }
}
