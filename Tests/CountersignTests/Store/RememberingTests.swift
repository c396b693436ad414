import Testing

@testable import Countersign

@Suite struct RememberingTests {
  static let now: UInt64 = 1_800_000_000
  static let address = NetworkAddress(high: 0, low: 0xFFFF_C000_0207)

  private func rule(
    _ duration: UInt64 = 3_600, _ place: RememberRule.Place = .either, set: UInt64 = 1
  ) -> RememberRule {
    RememberRule(duration: duration, place: place, serviceSet: set)
  }

  private func place(_ name: String) -> LoginPlace { .terminal(Bytes.of(name)) }

  private func remembering(_ place: LoginPlace, set: UInt64 = 1, at time: UInt64 = now) -> UserState {
    var state = UserState()
    state.remember(place, service: Bytes.of("sshd"), rule: rule(set: set), now: time)
    return state
  }

  @Test("A success counts from its own second up to its duration, and never from the future", arguments: [
    (0, 60, true), (59, 60, true), (60, 60, false), (61, 60, false), (-1, 60, false), (-100_000, .max, false),
    (0, 0, false), (1_000_000, .max, true),
  ] as [(Int64, UInt64, Bool)])
  func time(age: Int64, duration: UInt64, counts: Bool) {
    let state = remembering(place("tty1"))
    let now = UInt64(Int64(Self.now) + age)
    #expect((state.remembers(place("tty1"), rule: rule(duration), now: now) != nil) == counts)
  }

  @Test("The ends of time overflow nothing")
  func extremes() {
    for since in [0, 1, .max - 1, .max] as [UInt64] {
      let state = remembering(place("tty1"), at: since)
      for now in [0, 1, .max - 1, .max] as [UInt64] {
        for duration in [0, 1, .max] as [UInt64] {
          let found = state.remembers(place("tty1"), rule: rule(duration), now: now)
          #expect((found != nil) == (since <= now && now - since < duration), "\(since) \(now) \(duration)")
        }
      }
    }
  }

  @Test("Another place or another set of services is another thing")
  func others() {
    let state = remembering(.address(Self.address), set: 7)
    let other = NetworkAddress(high: 0, low: Self.address.low + 1)
    #expect(state.remembers(.address(Self.address), rule: rule(set: 7), now: Self.now)?.service == Bytes.of("sshd"))
    #expect(state.remembers(.address(Self.address), rule: rule(set: 8), now: Self.now) == nil)
    #expect(state.remembers(.address(other), rule: rule(set: 7), now: Self.now) == nil)
    #expect(state.remembers(place("tty1"), rule: rule(set: 7), now: Self.now) == nil)
    #expect(UserState().remembers(place("tty1"), rule: rule(), now: Self.now) == nil)
  }

  @Test("The same place and services are replaced in place")
  func inPlace() {
    var state = UserState()
    for name in ["tty1", "tty2", "tty3"] { state.remember(place(name), service: [], rule: rule(), now: Self.now) }
    state.remember(place("tty2"), service: Bytes.of("login"), rule: rule(), now: Self.now + 9)
    #expect(state.remembered.map(\.place) == ["tty1", "tty2", "tty3"].map(place))
    #expect(state.remembered.map(\.since) == [Self.now, Self.now + 9, Self.now])
    #expect(state.remembered[1].service == Bytes.of("login"))
    state.remember(place("tty2"), service: [], rule: rule(set: 2), now: Self.now)
    #expect(state.remembered.count == 4)
  }

  @Test("Where there is no room the oldest goes, and one in the future before that")
  func full() {
    var state = UserState()
    for (index, time) in [50, 40, 10, 20, 30, 60, 70, 80].enumerated() {
      state.remember(place("tty\(index)"), service: [], rule: rule(), now: UInt64(time))
    }
    state.remember(place("tty8"), service: [], rule: rule(), now: 100)
    #expect(state.remembered.map(\.since) == [50, 40, 100, 20, 30, 60, 70, 80])
    state.remember(place("tty9"), service: [], rule: rule(), now: 75)
    #expect(state.remembered.map(\.since) == [50, 40, 75, 20, 30, 60, 70, 80])
    #expect(state.remembered[2].place == place("tty9"))
  }

  @Test("What has to be the same, by the rule", arguments: [
    (.either, true, "pts/1", "address"), (.either, false, "/dev/pts/1", "pts/1"), (.either, false, "pts/1", "pts/1"),
    (.sameAddress, true, "pts/1", "address"), (.sameAddress, false, "pts/1", nil),
    (.sameTerminal, true, "/dev/pts/1", "pts/1"), (.sameTerminal, true, nil, nil), (.sameTerminal, true, "ssh", nil),
    (.either, false, nil, nil), (.either, false, "ssh", nil), (.either, false, "cron", nil), (.either, false, "", nil),
    (.either, false, "/dev/", nil), (.either, false, ":0", ":0"), (.either, false, "tty1", "tty1"),
    (.either, false, "/dev/ttyS0", "ttyS0"), (.either, false, "tty\0", nil),
    (.either, false, "tty" + String(repeating: "1", count: 25), "tty" + String(repeating: "1", count: 25)),
    (.either, false, "tty" + String(repeating: "1", count: 26), nil),
  ] as [(RememberRule.Place, Bool, String?, String?)])
  func places(rule: RememberRule.Place, hasAddress: Bool, terminal: String?, expected: String?) {
    let found = LoginPlace(address: hasAddress ? Self.address : nil, terminal: terminal.map(Bytes.of), rule)
    #expect(found == expected.map { $0 == "address" ? .address(Self.address) : place($0) })
  }

  @Test("Where hosts share what is remembered, a terminal is that of its own host, and an address is everybody's")
  func placesOfHosts() {
    func terminal(_ name: String, _ host: String) -> LoginPlace? {
      LoginPlace(address: nil, terminal: Bytes.of(name), of: Bytes.of(host), .either)
    }
    #expect(terminal("/dev/tty1", "a.example") == place("tty1@a.example"))
    #expect(terminal("tty1", "a.example") != terminal("tty1", "b.example"))
    let long = ["a", "b"].map { terminal("pts/12", "a-host-with-a-long-name-\($0).example.org") }
    #expect(long[0] != nil && long[0] != long[1])
    #expect(terminal("tty" + String(repeating: "1", count: 20), "a-host-with-a-long-name.example.org") == nil)
    #expect(LoginPlace(address: Self.address, terminal: nil, of: Bytes.of("a"), .either) == .address(Self.address))
  }

  @Test("Devices come and go, what is remembered stays")
  func keeping() throws {
    var state = remembering(place("tty1"))
    state.keepOnly(try TestRecord.make([]))
    #expect(state.remembered.count == 1)
  }

  @Test("The last event is that of a remembered success or of a wrong temporary code too")
  func lastEvent() {
    var state = remembering(place("tty1"), at: 50)
    #expect(state.lastEvent == 50)
    state.temporaryMisses.last = 60
    #expect(state.lastEvent == 60)
    state.remember(place("tty2"), service: [], rule: rule(), now: 70)
    #expect(state.lastEvent == 70)
  }
}
