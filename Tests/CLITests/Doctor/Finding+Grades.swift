import Testing

@testable import countersign

extension [Finding] {
  /// The only finding of a check; records an issue where there is none, or more than one.
  func only(_ check: String) throws -> Finding {
    let found = filter { $0.check == check }
    #expect(found.count == 1, "\(self)")
    return try #require(found.first)
  }

  /// Whether there is a finding of a grade, with a cure where it needs one.
  func expect(_ check: String, _ grade: Finding.Grade, _ text: String = "", cure: String = "") throws {
    let finding = try only(check)
    #expect(finding.grade == grade, "\(finding)")
    #expect(finding.text.contains(text), "\(finding)")
    #expect((finding.cure ?? "").contains(cure), "\(finding)")
    #expect((finding.grade == .ok) == (finding.cure == nil), "\(finding)")
    #expect(finding.text.last != "." && finding.cure?.last != ".", "\(finding)")
  }

  func none(_ check: String) {
    #expect(!contains { $0.check == check }, "\(self)")
  }
}
