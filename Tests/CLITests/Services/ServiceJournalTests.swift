import Testing

@testable import countersign

@Suite("What is written down of a change")
struct ServiceJournalTests {
  private static let change = ServiceChange(
    kind: .enable, id: "17-ab", by: "Zoë with a blank", made: 17, until: 317,
    services: [.init(name: "sshd", style: "code-only-for a%b"), .init(name: "-", style: "")],
    files: [
      FileChange(service: "sshd", path: "/etc/pam.d/a b", before: [1, 2], after: [3]),
      FileChange(service: "-", path: "/new", before: nil, after: []),
      FileChange(service: "sshd", path: "/gone", before: [], after: nil),
    ])

  private func read(_ text: [UInt8]) throws -> ServiceChange? {
    try ServiceJournal.change(text) { index, isAfter throws(Complaint) in
      isAfter ? Self.change.files[index].after : Self.change.files[index].before
    }
  }

  @Test("It is read as it was written")
  func roundTrip() throws {
    #expect(try read(ServiceJournal.text(Self.change)) == Self.change)
  }

  @Test("Anything else is damaged: cut anywhere, or a byte changed")
  func damaged() throws {
    let text = ServiceJournal.text(Self.change)
    for length in 0..<text.count {
      // A line that is missing at the end is a change of fewer files, and yet it must not be taken for whole.
      let cut = Array(text.prefix(length))
      #expect(try read(cut) != Self.change)
    }
    for (index, byte) in text.enumerated() where byte != UInt8(ascii: " ") {
      var changed = text
      changed[index] = UInt8(ascii: " ")
      #expect(try read(changed) == nil, "byte \(index)")
    }
  }

  @Test("A file that the journal names and that is not there makes it damaged")
  func missingContent() throws {
    #expect(try ServiceJournal.change(ServiceJournal.text(Self.change)) { _, _ throws(Complaint) in nil } == nil)
  }
}
