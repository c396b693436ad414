import Testing

@testable import countersign

/// How far copies are.
@Suite struct ReplicationPositionTests {
  private func change(_ second: Int, of provider: String) -> String {
    "202611261153\(second < 10 ? "0" : "")\(second).123456Z#000000#\(provider)#000000"
  }

  @Test("A copy has all when it has the last change of each provider, or a later one")
  func order() throws {
    let old = try #require(ReplicationPosition([change(5, of: "001"), change(9, of: "002")]))
    let same = try #require(ReplicationPosition([change(9, of: "002"), change(5, of: "001")]))
    let later = try #require(ReplicationPosition([change(5, of: "001"), change(9, of: "002"), change(1, of: "003")]))
    let behind = try #require(ReplicationPosition([change(30, of: "001"), change(8, of: "002")]))
    let strange = try #require(ReplicationPosition([change(30, of: "003")]))
    #expect(same == old && same.hasAll(of: old) && later.hasAll(of: old))
    #expect(!behind.hasAll(of: old) && !strange.hasAll(of: old) && !old.hasAll(of: later))
  }

  @Test("What is no number of a change is none", arguments: [
    [], [""], ["20261126115300Z#000000#001#000000"], ["20261126115300.123456Z#000000#1#000000"],
    ["20261126115300.123456Z#000000#001"],
  ])
  func nonsense(values: [String]) { #expect(ReplicationPosition(values) == nil) }
}
