import Testing

@testable import Countersign

/// What module, command and the program that speaks to the directory tell each other.
@Suite struct DirectoryPacketTests {
  let user: UserName

  init() throws { user = try #require(UserName([0x61, 0xFF, 0x2C, 0x3D])) }

  private var orders: [DirectoryOrder] {
    [
      .read(user), .take(user, generation: .max, state: [0, 1]), .remove(user, generation: 0), .list,
      .withhold(user, generation: 3, state: [4]), .check(user),
      .write(user, generation: 7, record: [9], state: [UInt8](repeating: 3, count: DirectoryUser.longestState)),
      .add(user, generation: 1, record: [UInt8](repeating: 5, count: DirectoryUser.longestRecord), state: [1]),
    ]
  }

  private func replies() throws -> [DirectoryReply] {
    let found = try #require(
      DirectoryUser(name: user, generation: 41, record: [1, 0, 2], state: [3], takeover: 1_795_503_004))
    return [.found(found), .absent, .done, .overtaken, .end, .rights(state: true, record: false)]
      + DirectoryFault.allCases.map { .fault($0) }
  }

  @Test("Orders and replies come back")
  func roundTrips() throws {
    for order in orders {
      #expect(DirectoryOrder(order.packet) == order)
      #expect(order.packet.count <= DirectoryOrder.longestPacket)
    }
    let flawed = DirectoryReply.flawed([UInt8]("a%zz".utf8))
    for reply in try replies() + [flawed, .flawed([])] { #expect(DirectoryReply(reply.packet) == reply) }
  }

  @Test("A packet that is cut off or goes on is none")
  func damage() throws {
    for packet in orders.filter({ $0 != .list }).map(\.packet) where packet.count < 200 {
      for length in 0..<packet.count { #expect(DirectoryOrder(Array(packet.prefix(length))) == nil) }
      #expect(DirectoryOrder(packet + [0]) == nil)
    }
    for packet in try replies().map(\.packet) {
      for length in 0..<packet.count { #expect(DirectoryReply(Array(packet.prefix(length))) == nil) }
      #expect(DirectoryReply(packet + [0]) == nil)
    }
    #expect(DirectoryReply([UInt8(ascii: "x"), 0]) == nil)
    #expect(DirectoryReply([UInt8(ascii: "g"), 2, 0]) == nil)
  }

  @Test("Nothing is longer than it may be")
  func sizes() {
    let long = [UInt8](repeating: 1, count: DirectoryUser.longestState + 1)
    #expect(DirectoryOrder(DirectoryOrder.take(user, generation: 1, state: long).packet) == nil)
    #expect(DirectoryOrder(DirectoryOrder.take(user, generation: 1, state: []).packet) == nil)
    #expect(DirectoryUser(name: user, generation: 1, record: [], state: [1]) == nil)
    #expect(DirectoryUser(name: user, generation: 1, record: [1], state: long) == nil)
  }
}
