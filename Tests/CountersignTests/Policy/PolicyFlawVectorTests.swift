import Testing
import VectorFiles

@testable import Countersign

@Suite struct PolicyFlawVectorTests {
  static func vectors() throws -> [VectorFile] {
    try VectorFile.all(in: "policy-flaws", required: ["expect"], optional: PolicyVectorTests.lines.union(["text"]))
  }

  @Test("A flaw is found where it is, and called what it is", arguments: try vectors())
  func flaws(vector: VectorFile) throws {
    let text = vector.has("text") ? try vector.bytes("text") : try PolicyVectorTests.policy(vector)
    let flaw = try #require(TestPolicy.flaw(text))
    let subject = flaw.subject.map { " " + $0.name.description } ?? ""
    #expect(try "\(flaw.line):\(flaw.column) \(flaw.reason.name)\(subject)" == vector.text("expect"))
  }

  @Test("There is a case for every reason, and each reason has a name of its own")
  func complete() throws {
    let names = try Self.vectors().map { try $0.text("expect").split(separator: " ").dropFirst().first.map(String.init) }
    for reason in PolicyFlaw.Reason.allCases { #expect(names.contains(reason.name.description), "\(reason.name)") }
    #expect(Set(PolicyFlaw.Reason.allCases.map(\.name.description)).count == PolicyFlaw.Reason.allCases.count)
  }

  @Test("What is just within the limits is read")
  func limits() throws {
    let longest = [UInt8](repeating: UInt8(ascii: "#"), count: PolicyReader.longestLine)
    #expect(TestPolicy.flaw(longest) == nil && TestPolicy.flaw(longest + Bytes.of("\nWindow 3")) == nil)
    #expect(TestPolicy.flaw([UInt8](repeating: UInt8(ascii: "\n"), count: PolicyReader.mostLines)) == nil)
    let line = [UInt8](repeating: UInt8(ascii: " "), count: 1_023) + [UInt8(ascii: "\n")]
    #expect(TestPolicy.flaw((0..<256).flatMap { _ in line }) == nil)
    #expect(TestPolicy.flaw(Bytes.of("Prompt " + String(repeating: "a", count: 512))) == nil)
  }
}
