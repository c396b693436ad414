import Countersign
import Foundation
import Testing

@testable import countersign

/// The worked examples of countersign.conf(5).
@Suite struct PolicyManualTests {
  private static func manual() throws -> String {
    let top = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    return try String(contentsOf: top.appendingPathComponent("man/countersign.conf.5"), encoding: .utf8)
  }

  static func examples() throws -> [String] {
    try manual().components(separatedBy: ".Bd -literal -offset indent\n").dropFirst().compactMap {
      $0.components(separatedBy: ".Ed\n").first
    }
  }

  @Test("There are seven examples")
  func count() throws {
    #expect(try Self.examples().count == 7)
  }

  @Test("Each example is a policy, and falls into no trap", arguments: try examples())
  func example(text: String) throws {
    let policy = try PolicyReader.read(Array(text.utf8))
    var surroundings = PolicySurroundings()
    surroundings.today = PolicyDate(Array("2026-11-25".utf8)[...])
    surroundings.unenrolled = 5
    surroundings.rootIsEnrolled = false
    let warnings = PolicyLint.warnings(policy, surroundings)
    #expect(warnings.isEmpty, "\(warnings)")
  }

  @Test("Every keyword and criterion is in the manual")
  func complete() throws {
    let manual = try Self.manual()
    for name in PolicyKeyword.allCases.map(\.name.description) + PolicyCriterion.Kind.allCases.map(\.name.description) {
      #expect(manual.contains(".It Cm \(name) "), "\(name)")
    }
  }
}
