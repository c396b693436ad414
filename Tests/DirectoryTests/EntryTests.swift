import Countersign
import Testing

@testable import CDirectory
@testable import CountersignDirectory

/// What is made of entries.
@Suite struct EntryTests {
  private func values(_ pairs: [(EntryAttribute, String)]) -> EntryValues {
    var values = EntryValues()
    for (attribute, value) in pairs { _ = values.add(Array(value.utf8), to: attribute) }
    return values
  }

  private let alice: [(EntryAttribute, String)] = [
    (.name, "alice"), (.generation, "41"), (.record, "record"), (.state, "state"),
  ]

  @Test("A user has one of each")
  func user() throws {
    let found = try #require(DirectoryUser(values(alice), takeover: 7))
    #expect(found.name.bytes == Array("alice".utf8))
    #expect(found.generation == 41)
    #expect(found.record == Array("record".utf8))
    #expect(found.takeover == 7)
    for index in alice.indices {
      var fewer = alice
      let removed = fewer.remove(at: index)
      #expect(DirectoryUser(values(fewer), takeover: 0) == nil)
      #expect(DirectoryUser(values(alice + [removed]), takeover: 0) == nil)
    }
  }

  @Test("Names and numbers have one spelling", arguments: [
    ("al%69ce", "41"), ("a b", "41"), ("alice", "041"), ("alice", "-1"), ("alice", "+1"), ("alice", ""),
    ("alice", "18446744073709551616"), ("%zz", "1"), ("", "1"),
  ])
  func spelling(name: String, generation: String) {
    let found = DirectoryUser(
      values([(.name, name), (.generation, generation), (.record, "r"), (.state, "s")]), takeover: 0)
    #expect(found == nil)
  }

  @Test("An entry has bounds")
  func bounds() {
    var values = EntryValues()
    let fits = values.add([UInt8](repeating: 0, count: EntryValues.mostBytes), to: .record)
    let isOne = values.add([1], to: .state)
    #expect(fits && !isOne)
    var many = EntryValues()
    let added = (0...EntryValues.mostValues).map { _ in many.add([1], to: .decider) }
    #expect(added == [Bool](repeating: true, count: EntryValues.mostValues) + [false])
  }

  @Test("The entry above all users says who decides")
  func site() throws {
    let site = try SiteEntry(values([(.format, "1"), (.decider, "ldaps://a"), (.decider, "ldapi://b")]))
    #expect(site.deciders == [Array("ldaps://a".utf8), Array("ldapi://b".utf8)])
    #expect(site.takeover == 0)
    let later = try SiteEntry(values([(.format, "1"), (.takeover, "20261126115300Z")]))
    #expect(later.takeover == 1_795_693_980)
    #expect(throws: DirectoryFault.noBase) { try SiteEntry(values([(.format, "2")])) }
    #expect(throws: DirectoryFault.noBase) { try SiteEntry(EntryValues()) }
  }

  @Test("Times that are none", arguments: [
    "", "Z", "20261126115300", "20261126115300+0100", "2026112611530Z", "20261126115300.Z", "20261126115300,5Z",
    "20261326115300Z", "2026112611530aZ",
  ])
  func times(text: String) { #expect(SiteEntry.seconds(Array(text.utf8)) == nil) }

  @Test("A time may have a fraction")
  func fraction() { #expect(SiteEntry.seconds(Array("20261126115300.123456Z".utf8)) == 1_795_693_980) }

  @Test("Attributes are known in any case, and nothing else")
  func attributes() {
    #expect(EntryAttribute(name: "COUNTERSIGNstate") == .state)
    #expect(EntryAttribute(name: "countersignState;binary") == nil)
    #expect(EntryAttribute.names([.format, .name]) == Array("countersignFormat\0countersignName\0".utf8))
  }

  @Test("Of several servers' faults the telling one is told")
  func faults() {
    #expect(ServerRound.moreTelling(nil, .unreachable) == .unreachable)
    #expect(ServerRound.moreTelling(.unreachable, .untrusted) == .untrusted)
    #expect(ServerRound.moreTelling(.untrusted, .unreachable) == .untrusted)
    #expect(ServerRound.moreTelling(.notDeciding, .bindRefused) == .notDeciding)
  }
}
