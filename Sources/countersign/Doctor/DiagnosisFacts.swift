import Words

/// What `doctor --json` prints.
struct DiagnosisFacts: Encodable {
  struct Entry: Encodable {
    let section: String
    let check: String
    let grade: Finding.Grade
    let text: String
    let cure: String?
  }

  let ok: Int
  let warnings: Int
  let failures: Int
  let findings: [Entry]
  /// What could not be looked at.
  let unchecked: [String]
  let repairs: [Repair]

  init(_ diagnosis: Diagnosis) {
    ok = diagnosis.count(.ok)
    warnings = diagnosis.count(.warn)
    failures = diagnosis.count(.fail)
    findings = diagnosis.sections.flatMap { section in
      section.findings.map {
        Entry(section: section.title, check: $0.check, grade: $0.grade, text: $0.text, cure: $0.cure)
      }
    }
    unchecked = diagnosis.unchecked
    repairs = diagnosis.repairs
  }
}
