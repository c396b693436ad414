import Words

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
    if !diagnosis.repairs.isEmpty { lines += [said("Repairs")] + diagnosis.repairs.flatMap(repair) + [""] }
    for section in diagnosis.sections {
      lines += [section.title] + section.findings.flatMap(finding) + [""]
    }
    if !diagnosis.unchecked.isEmpty {
      lines += [said("Not looked at")] + diagnosis.unchecked.flatMap { row("-", $0) } + [""]
    }
    return lines + [summary]
  }

  private func finding(_ finding: Finding) -> [String] {
    row(mark(finding.grade), finding.text) + (finding.cure.map(cure) ?? [])
  }

  private func mark(_ grade: Finding.Grade) -> String {
    switch grade {
    case .ok: said("ok", context: "grade, at most 5 columns")
    case .warn: said("warn", context: "grade, at most 5 columns")
    case .fail: said("fail", context: "grade, at most 5 columns")
    }
  }

  private func repair(_ repair: Repair) -> [String] {
    guard let failure = repair.failure else { return row(said("done", context: "repair"), repair.text) }
    return row(mark(.fail), "\(repair.text): \(failure)")
  }

  private func row(_ mark: String, _ text: String) -> [String] {
    let start = "  " + DisplayWidth.padded(mark, to: DiagnosisText.column - 2, atLeast: 1)
    return indented(text, first: start)
  }

  private func cure(_ cure: String) -> [String] {
    let label = said("hint: ", context: "label")
    return indented(
      cure, first: String(repeating: " ", count: DiagnosisText.column) + label, further: DisplayWidth.of(label))
  }

  /// - Parameter further: by how much the lines below the first one stand in from the text.
  private func indented(_ text: String, first: String, further: Int = 0) -> [String] {
    let indent = String(repeating: " ", count: DiagnosisText.column + further)
    let lines = WrappedText.lines(text, columns: WrappedText.columns - DiagnosisText.column - further)
    return lines.enumerated().map { ($0.offset == 0 ? first : indent) + $0.element }
  }

  private var summary: String {
    let (failures, warnings, sound) = (diagnosis.count(.fail), diagnosis.count(.warn), diagnosis.count(.ok))
    guard failures + warnings > 0 else {
      return said(
        "Everything is as it should be: \(sound) check.", "Everything is as it should be: \(sound) checks.",
        count: sound)
    }
    let parts = [
      said("\(failures) failure", "\(failures) failures", count: failures),
      said("\(warnings) warning", "\(warnings) warnings", count: warnings), said("\(sound) ok"),
    ]
    return said("\(Enumeration.of(parts)).")
  }
}
