import Testing

@testable import countersign

/// By what providers are known.
@Suite struct DeciderNameTests {
  private func name(_ text: String) throws -> String {
    String(decoding: try DeciderName.of(text, on: Array("vm".utf8)), as: UTF8.self)
  }

  @Test("A socket is known by the name of its machine")
  func names() throws {
    #expect(try name("ldaps://a.example:636") == "ldaps://a.example:636")
    #expect(try name("ldapi:///") == "ldapi://vm")
    #expect(try name("ldapi://%2Frun%2Fldapi") == "ldapi://vm")
    #expect(try name("ldapi://other.example") == "ldapi://other.example")
  }

  @Test("What is no address is refused", arguments: [
    "ldap://a.example", "a.example", "", "ldapi://", "ldapi://a b", "ldaps://a b", "moving", "from ldaps://a",
  ])
  func nonsense(text: String) { #expect(throws: Complaint.self) { try name(text) } }

  @Test("Who decided before is known while the decision is on its way")
  func moving() {
    let old = ["ldaps://a", "ldapi://b"].map { Array($0.utf8) }
    #expect(DeciderName.formerly(DeciderName.moving(from: old)) == old)
    #expect(DeciderName.formerly(old) == nil)
    #expect(DeciderName.formerly([Array("moving".utf8)]) == [])
  }
}
