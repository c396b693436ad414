import Countersign
import Testing

@testable import SecurityKeys

/// Packets between the companion and the program that talks to keys.
@Suite struct KeyOrderTests {
  private static let digest = [UInt8](repeating: 7, count: 32)
  private static let candidate = KeyCandidate(
    relyingParty: Array("pam://example".utf8), identifier: [1, 2, 3], demands: [.touch, .verification])

  static let sampleOrders: [KeyOrder] = [
    KeyOrder(.sign([]), clientData: digest, seconds: 20),
    KeyOrder(.sign([candidate, candidate]), clientData: digest, seconds: 5),
    KeyOrder(
      .make(
        .rs256, relyingParty: [0x61], user: Array("alice".utf8), demands: .resident, exclusions: [[1], [2, 3]]),
      clientData: digest, seconds: 60),
  ]

  static let sampleReports: [KeyReport] = [
    .noKey(isPlugged: true), .noKey(isPlugged: false), .touch, .choose, .pin(triesLeft: nil), .pin(triesLeft: 8),
    .signed(candidate: 3, KeyAssertion(data: [1, 2], signature: [3])), .made(data: [9], .certificate),
    .failed(.wrongPIN, triesLeft: 2), .failed(.failed, triesLeft: nil),
  ]

  private func order(_ packet: [UInt8]) -> KeyOrder? { KeyOrder(packet.span) }

  private func report(_ packet: [UInt8]) -> KeyReport? { KeyReport(packet.span) }

  @Test("Orders are read as they were written", arguments: sampleOrders)
  func orders(sample: KeyOrder) {
    #expect(order(sample.packet) == sample)
  }

  @Test("Orders that are cut off or have something behind are none", arguments: sampleOrders.dropFirst())
  func malformedOrders(sample: KeyOrder) {
    let packet = sample.packet
    #expect(order(packet + [0]) == nil && order(packet.dropLast()) == nil)
    for count in 0..<37 { #expect(order(Array(packet.prefix(count))) == nil) }
  }

  @Test("Reports are read as they were written", arguments: sampleReports)
  func reports(sample: KeyReport) {
    #expect(report(sample.packet) == sample)
  }

  @Test("Reports that are cut off, too long or unknown are none", arguments: sampleReports)
  func malformedReports(sample: KeyReport) {
    let packet = sample.packet
    #expect(report(packet + [0]) == nil && report([UInt8](repeating: 255, count: 300)) == nil)
    for count in 0..<packet.count { #expect(report(Array(packet.prefix(count))) == nil) }
  }
}
