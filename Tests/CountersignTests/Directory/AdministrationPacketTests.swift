import Testing

@testable import Countersign

/// What an administrator's command and the program that speaks to the directory tell each other.
@Suite struct AdministrationPacketTests {
  private let base = Array("ou=countersign,dc=example".utf8)

  private var changes: [DirectoryChange] {
    [
      DirectoryChange(.delete, Array("countersignDecider".utf8), [Array("ldaps://a".utf8), Array("ldapi://b".utf8)]),
      DirectoryChange(.replace, Array("countersignTakeover".utf8), []),
      DirectoryChange(.add, Array("olcAttributeTypes".utf8), [[UInt8](repeating: 0xFF, count: 300)]),
    ]
  }

  private var orders: [DirectoryAdministrationOrder] {
    [
      .look([]), .look(base), .rights(base), .add(base, changes), .change(base, [changes[1]]),
      .knows(objectClass: Array("2.25.1".utf8), schema: Array("cn=Subschema".utf8)),
    ]
  }

  private var replies: [DirectoryAdministrationReply] {
    [
      .entry([changes[0], changes[2]]), .absent, .known(true), .known(false), .rights(state: false, record: true),
      .result(code: 0, text: []), .result(code: 80, text: Array("no".utf8)),
    ] + DirectoryFault.allCases.map { .fault($0) }
  }

  @Test("Orders and replies come back")
  func roundTrips() {
    for order in orders { #expect(DirectoryAdministrationOrder(order.packet) == order) }
    for reply in replies + [.entry([])] { #expect(DirectoryAdministrationReply(reply.packet) == reply) }
  }

  @Test("A packet that is cut off or goes on is none")
  func damage() {
    for order in orders {
      for length in 0..<order.packet.count {
        #expect(DirectoryAdministrationOrder(Array(order.packet.prefix(length))) != order)
      }
      #expect(DirectoryAdministrationOrder(order.packet + [0]) == nil)
    }
    for reply in replies {
      for length in 0..<reply.packet.count {
        #expect(DirectoryAdministrationReply(Array(reply.packet.prefix(length))) != reply)
      }
      #expect(DirectoryAdministrationReply(reply.packet + [0]) == nil)
    }
  }

  @Test("Names and numbers hold nothing that would be something else", arguments: ["2.25)(a=*", "2.25*", "", "2 25"])
  func filters(number: String) {
    let order = DirectoryAdministrationOrder.knows(objectClass: Array(number.utf8), schema: base)
    #expect(DirectoryAdministrationOrder(order.packet) == nil)
  }

  @Test("Attributes have names", arguments: ["", "a b", "a;binary", "ä", String(repeating: "a", count: 65)])
  func attributes(name: String) {
    let order = DirectoryAdministrationOrder.change(base, [DirectoryChange(.add, Array(name.utf8), [[1]])])
    #expect(DirectoryAdministrationOrder(order.packet) == nil)
  }

  @Test("A value is not empty, and entries have bounds")
  func bounds() {
    let empty = DirectoryAdministrationOrder.change(base, [DirectoryChange(.add, Array("a".utf8), [[]])])
    #expect(DirectoryAdministrationOrder(empty.packet) == nil)
    #expect(DirectoryAdministrationOrder(DirectoryAdministrationOrder.change(base, []).packet) == nil)
    #expect(DirectoryAdministrationOrder(DirectoryAdministrationOrder.look([0x61, 0, 0x62]).packet) == nil)
    let long = [UInt8](repeating: 0x61, count: 2_049)
    #expect(DirectoryAdministrationOrder(DirectoryAdministrationOrder.look(long).packet) == nil)
  }

  @Test("What is for logins is nothing for administrators, and the other way round")
  func purposes() throws {
    let server = try #require(DirectoryServer(Array("ldaps://a.example".utf8)))
    let settings = try #require(
      DirectorySettings(
        servers: [server], base: base, login: .password(name: base, file: Array("/p".utf8)), authority: []))
    #expect(DirectorySettings(settings.packet(for: .administration), for: .administration) == settings)
    #expect(DirectorySettings(settings.packet(for: .administration)) == nil)
    #expect(DirectorySettings(settings.packet, for: .administration) == nil)
    #expect(settings.packet == settings.packet(for: .users))
    let user = try #require(UserName(Array("alice".utf8)))
    let logins: [DirectoryOrder] = [
      .read(user), .take(user, generation: 1, state: [1]), .write(user, generation: 1, record: [1], state: [1]),
      .add(user, generation: 1, record: [1], state: [1]), .remove(user, generation: 1), .list, .check(user),
      .withhold(user, generation: 1, state: [1]),
    ]
    // A login's order may read as a question of an administrator's, and never as a change.
    for order in orders { #expect(DirectoryOrder(order.packet) == nil || order == .rights(base)) }
    for order in logins {
      switch DirectoryAdministrationOrder(order.packet) {
      case nil, .look, .rights: break
      case .knows, .add, .change: Issue.record("\(order)")
      }
    }
  }
}
