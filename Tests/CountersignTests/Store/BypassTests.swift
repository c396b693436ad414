import Testing

@testable import Countersign

@Suite struct BypassTests {
  static let granted = TestHelpdesk.time

  private func standing(
    _ terms: Bypass.Terms, service: String = "sshd", address: NetworkAddress? = nil, after seconds: Int64 = 10,
    uses: UInt32? = 0
  ) throws -> BypassStanding {
    try TestHelpdesk.bypass(terms).standing(
      service: Bytes.of(service), address: address, now: UInt64(Int64(Self.granted) + seconds), uses: uses)
  }

  @Test("It holds from its grant up to its end; a clock set back extends nothing", arguments: [
    (-1, .notYet(from: granted)), (-1_000_000, .notYet(from: granted)), (0, .active(usesLeft: nil)),
    (3_599, .active(usesLeft: nil)), (3_600, .expired(since: granted + 3_600)),
    (9_999_999, .expired(since: granted + 3_600)),
  ] as [(Int64, BypassStanding)])
  func time(after: Int64, expected: BypassStanding) throws {
    #expect(try standing(TestHelpdesk.terms(), after: after) == expected)
  }

  @Test("It holds for one service, by all bytes of its name", arguments: ["sudo", "SSHD", "sshd ", "ssh", ""])
  func service(other: String) throws {
    let terms = try TestHelpdesk.terms(service: "sshd")
    #expect(try standing(terms, service: "sshd") == .active(usesLeft: nil))
    #expect(try standing(terms, service: other) == .otherService(Bytes.of("sshd")))
  }

  @Test("It holds for so many uses", arguments: [
    (0, .active(usesLeft: 2)), (1, .active(usesLeft: 1)), (2, .usedUp), (3, .usedUp), (.max, .usedUp),
  ] as [(UInt32, BypassStanding)])
  func uses(used: UInt32, expected: BypassStanding) throws {
    #expect(try standing(TestHelpdesk.terms(uses: 2), uses: used) == expected)
  }

  @Test("What is over is over whatever else is true of it")
  func order() throws {
    let terms = try TestHelpdesk.terms(service: "sshd", uses: 1)
    #expect(try standing(terms, service: "sudo", after: 3_600, uses: 1) == .expired(since: Self.granted + 3_600))
    #expect(try standing(terms, service: "sudo", uses: 1) == .otherService(Bytes.of("sshd")))
    #expect(try standing(terms, service: "sudo", uses: nil) == .superseded)
  }

  @Test("Without an address no network is the right one")
  func noAddress() throws {
    for network in ["192.0.2.0/24", "::/0", "0.0.0.0/0"] {
      #expect(try standing(TestHelpdesk.terms(network: network)) == .otherNetwork(Bytes.of(network)))
    }
  }

  @Test("It holds for one network", arguments: [
    ("192.0.2.0/24", "192.0.2.7", true), ("192.0.2.0/24", "192.0.3.7", false), ("192.0.2.7", "192.0.2.7", true),
    ("192.0.2.7", "192.0.2.8", false), ("2001:db8::/32", "2001:db8:1::1", true), ("2001:db8::/32", "2001:db9::1", false),
    ("::/0", "192.0.2.7", false), ("0.0.0.0/0", "192.0.2.7", true), ("0.0.0.0/0", "::1", false),
  ])
  func network(network: String, address: String, holds: Bool) throws {
    let address = try #require(NetworkAddress(Bytes.of(address)[...]))
    let expected: BypassStanding = holds ? .active(usesLeft: nil) : .otherNetwork(Bytes.of(network))
    #expect(try standing(TestHelpdesk.terms(network: network), address: address) == expected)
  }

  @Test("Uses count for their own bypass only", arguments: [
    (5, 5, 3), (4, 5, 0), (6, 5, nil), (0, 1, 0), (.max, 1, nil),
  ] as [(UInt32, UInt32, UInt32?)])
  func counted(known: UInt32, number: UInt32, expected: UInt32?) throws {
    var state = UserState()
    state.bypassNumber = known
    state.bypassUses = 3
    let bypass = try TestHelpdesk.bypass(TestHelpdesk.terms(), number: number)
    #expect(state.uses(of: bypass) == expected)
    let before = state
    state.use(bypass)
    #expect(state.uses(of: bypass) == expected.map { $0 + 1 })
    if expected == nil { #expect(state == before) }
  }

  @Test("Uses are counted up to the highest number and stay there")
  func manyUses() throws {
    var state = UserState()
    let bypass = try TestHelpdesk.bypass(TestHelpdesk.terms())
    state.bypassNumber = 1
    state.bypassUses = .max
    state.use(bypass)
    #expect(state.uses(of: bypass) == .max)
  }
}
