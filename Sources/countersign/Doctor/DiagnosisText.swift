/// What `doctor` prints.
struct DiagnosisText {
  private let diagnosis: Diagnosis

  /// Where the text of a finding begins.
  private static let column = 8

  init(_ diagnosis: Diagnosis) {
    self.diagnosis = diagnosis
  }

  var lines: [String] {
    var lines: [String] = []
    if !diagnosis.repairs.isEmpty { lines += ["Repairs"] + diagnosis.repairs.flatMap(repair) + [""] }
    for section in diagnosis.sections {
      lines += [section.title] + section.findings.flatMap(finding) + [""]
    }
    if !diagnosis.unchecked.isEmpty {
      lines += ["Not looked at"] + diagnosis.unchecked.flatMap { row("-", $0) } + [""]
    }
    return lines + [summary]
  }

  private func finding(_ finding: Finding) -> [String] {
    row(finding.grade.rawValue, finding.text) + (finding.cure.map(cure) ?? [])
  }

  private func repair(_ repair: Repair) -> [String] {
    guard let failure = repair.failure else { return row("done", repair.text) }
    return row("fail", "\(repair.text): \(failure)")
  }

  private func row(_ mark: String, _ text: String) -> [String] {
    let start = "  " + mark + String(repeating: " ", count: max(1, DiagnosisText.column - 2 - mark.count))
    return indented(text, first: start)
  }

  private func cure(_ cure: String) -> [String] {
    let label = "hint: "
    return indented(
      cure, first: String(repeating: " ", count: DiagnosisText.column) + label, further: label.count)
  }

  /// - Parameter further: by how much the lines below the first one stand in from the text.
  private func indented(_ text: String, first: String, further: Int = 0) -> [String] {
    let indent = String(repeating: " ", count: DiagnosisText.column + further)
    let lines = WrappedText.lines(text, columns: WrappedText.columns - DiagnosisText.column - further)
    return lines.enumerated().map { ($0.offset == 0 ? first : indent) + $0.element }
  }

  private var summary: String {
    let (failures, warnings) = (diagnosis.count(.fail), diagnosis.count(.warn))
    guard failures + warnings > 0 else { return "Everything is as it should be: \(count(.ok, "check"))." }
    return "\(count(.fail, "failure")), \(count(.warn, "warning")), \(diagnosis.count(.ok)) ok."
  }

  private func count(_ grade: Finding.Grade, _ what: String) -> String {
    let number = diagnosis.count(grade)
    return "\(number) \(what)\(number == 1 ? "" : "s")"
  }
}
