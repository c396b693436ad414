import Countersign
import Testing

@testable import countersign

/// What `directory check` makes of what servers say.
@Suite struct DirectoryServerCheckTests {
  private let now: UInt64 = 1_795_693_980
  private let one = Array("ldaps://a.example".utf8)
  private let other = Array("ldaps://b.example".utf8)

  private func facts(
    _ standing: DirectoryServerFacts.Standing, server: String = "ldaps://a.example"
  ) throws -> DirectoryServerFacts {
    let server = try #require(DirectoryServer(Array(server.utf8)))
    return DirectoryServerFacts(server: server, name: server.name(on: Array("vm".utf8)), standing: standing)
  }

  private func site(
    _ deciders: [[UInt8]], takeover: UInt64? = nil, rights: DirectoryClient.Rights? = nil
  ) -> DirectoryServerFacts.Standing {
    .site(DirectoryServerFacts.Site(deciders: deciders, takeover: takeover, rights: rights))
  }

  private func findings(
    _ standing: DirectoryServerFacts.Standing, anotherDecides: Bool = false, server: String = "ldaps://a.example"
  ) throws -> [Finding] {
    DirectoryServerCheck(
      facts: try facts(standing, server: server), anotherDecides: anotherDecides,
      login: .password(name: Array("cn=h1".utf8), file: Array("/etc/p".utf8)), base: Array("ou=c".utf8), now: now
    ).findings
  }

  private func rights(state: Bool, record: Bool) -> DirectoryClient.Rights {
    DirectoryClient.Rights(state: state, record: record)
  }

  @Test("A host may write states, and no records")
  func sound() throws {
    let found = try findings(site([one], rights: rights(state: true, record: false)))
    #expect(found.allSatisfy { $0.grade == .ok } && found.count == 4, "\(found)")
    try found.expect("directory-rights", .ok, "cn=h1 may write states, and no records")
    try findings(site([one], rights: rights(state: true, record: true))).expect(
      "directory-rights", .warn, "whoever is root here")
    try findings(site([one], rights: rights(state: false, record: true))).expect(
      "directory-rights", .fail, "every code is refused")
    try findings(site([one])).expect("directory-rights", .fail, "cannot be found out")
  }

  @Test("Every fault is told", arguments: DirectoryFault.allCases)
  func faults(fault: DirectoryFault) throws {
    try findings(.fault(fault)).expect("directory-server", .fail, "ldaps://a.example")
    let grade: Finding.Grade = fault == .unreachable ? .warn : .fail
    try findings(.fault(fault), anotherDecides: true).expect("directory-server", grade)
  }

  @Test("A server without the entry says what is missing")
  func base() throws {
    try findings(.noBase(knowsSchema: false)).expect("directory-base", .fail, "schema", cure: "directory init")
    for knows in [true, nil] {
      try findings(.noBase(knowsSchema: knows)).expect("directory-base", .fail, "ou=c", cure: "directory init")
    }
    try findings(.otherVersion).expect("directory-base", .fail, "version")
  }

  @Test("Copies and decisions on their way are told")
  func deciders() throws {
    try findings(site([other])).expect("directory-decider", .ok, "does not decide, but ldaps://b.example")
    try findings(site([other])).none("directory-rights")
    try findings(site(DeciderName.moving(from: [one]))).expect(
      "directory-decider", .fail, "on its way from ldaps://a.example")
    let local = try findings(
      site([Array("ldapi://vm".utf8)], rights: rights(state: true, record: false)), server: "ldapi:///")
    try local.expect("directory-decider", .ok, "it decides")
    try local.expect("directory-server", .ok, "on this machine")
  }

  @Test("A takeover that lies ahead is a clock that is wrong")
  func clock() throws {
    let right = rights(state: true, record: false)
    try findings(site([one], takeover: now, rights: right)).none("directory-clock")
    try findings(site([one], takeover: now + 1, rights: right)).expect("directory-clock", .fail, cure: "clocks")
  }

  @Test("Servers make one directory together")
  func together() throws {
    func check(_ standings: [DirectoryServerFacts.Standing], usesDirectory: Bool = true) throws -> [Finding] {
      let names = ["ldaps://a.example", "ldaps://b.example", "ldaps://c.example"]
      let servers = try zip(standings, names).map { try facts($0, server: $1) }
      return DirectorySiteCheck(servers: servers, usesDirectory: usesDirectory).findings
    }
    let sound = try check([site([one]), site([one]), .fault(.unreachable)])
    #expect(sound.allSatisfy { $0.grade == .ok } && sound.count == 2, "\(sound)")
    try check([site([one]), site([other])]).expect("directory-decision", .fail, "more than one decides")
    try check([site([one]), site([Array("ldaps://x".utf8)])]).expect("directory-copies", .warn)
    try check([.fault(.untrusted)]).expect("directory-decision", .fail, "no server that was reached")
    try check([.fault(.unreachable), site([one])]).expect(
      "directory-decision", .fail, "ldaps://a.example decides", cure: "--takeover")
    try check([site(DeciderName.moving(from: [one]))]).expect("directory-decision", .fail, "no server")
    try check([site([one])], usesDirectory: false).expect("directory-store", .warn, "Store ldap")
  }
}
