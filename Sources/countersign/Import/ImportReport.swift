import Countersign
import ForeignFormats
import Words

/// What an import did, place by place.
struct ImportReport {
  /// In the order of the files and their lines.
  let findings: [ImportFinding]
  private let dryRun: Bool

  init(_ findings: [ImportFinding], dryRun: Bool) {
    var files: [[UInt8]] = []
    for finding in findings where !files.contains(finding.place.file) { files.append(finding.place.file) }
    self.findings = files.flatMap { file in
      let own = findings.enumerated().filter { $1.place.file == file }
      return own.sorted { ($0.element.place.line, $0.offset) < ($1.element.place.line, $1.offset) }.map(\.element)
    }
    self.dryRun = dryRun
  }

  /// Lines for people: what, where, and the sentence; at the end the numbers.
  var lines: [String] {
    var lines: [String] = []
    for finding in findings {
      let (word, text, hint) = ImportReport.words(finding.outcome)
      let column = DisplayWidth.padded(ImportReport.label(word), to: 9, atLeast: 1)
      lines.append("\(column)\(ImportReport.place(finding.place)): \(ImportReport.harmless(text))")
      if let hint { lines.append("         " + said("hint: \(ImportReport.harmless(hint))")) }
    }
    return lines + [summary]
  }

  private var summary: String {
    let (taken, there) = (count(.taken("")), count(.alreadyThere("")))
    let (kept, refused) = (count(.kept("")), count(.refused("", hint: "")))
    var parts = [
      dryRun
        ? said(
          "Nothing was written. Would take \(taken) device", "Nothing was written. Would take \(taken) devices",
          count: taken)
        : said("Took \(taken) device", "Took \(taken) devices", count: taken)
    ]
    if there > 0 { parts.append(said("\(there) there already", context: "devices")) }
    if kept > 0 { parts.append(said("\(kept) kept for another kind of factor", context: "devices")) }
    if refused > 0 { parts.append(said("\(refused) refused", context: "devices")) }
    return said("\(parts.joined(separator: said("; ", context: "between two items"))).")
  }

  /// How many findings are of the same kind.
  private func count(_ outcome: ImportFinding.Outcome) -> Int {
    let word = ImportReport.words(outcome).word
    return findings.count { ImportReport.words($0.outcome).word == word }
  }

  /// Why the command is not content although it did what it could; `nil` when everything was taken.
  var complaint: Complaint? {
    let left = count(.refused("", hint: "")) + count(.kept(""))
    guard left > 0 else { return nil }
    return Complaint(
      left == 1 ? "one entry was not taken" : "\(left) entries were not taken",
      hint: "the report says of each why; put it right and import the file again, nothing is taken twice")
  }

  private static func words(_ outcome: ImportFinding.Outcome) -> (word: String, text: String, hint: String?) {
    switch outcome {
    case .taken(let text): ("taken", text, nil)
    case .alreadyThere(let text): ("there", text, nil)
    case .changed(let text): ("changed", text, nil)
    case .kept(let text): ("kept", text, nil)
    case .refused(let text, let hint): ("refused", text, hint)
    }
  }

  private static func label(_ word: String) -> String {
    switch word {
    case "taken": said("taken", context: "device")
    case "there": said("there", context: "device")
    case "changed": said("changed", context: "device")
    case "kept": said("kept", context: "device")
    default: said("refused", context: "device")
    }
  }

  private static func harmless(_ text: String) -> String { DisplayText.of(Array(text.utf8)) }

  private static func place(_ place: ImportPlace) -> String {
    let file = DisplayText.of(place.file)
    return place.line > 0 ? "\(file):\(place.line)" : file
  }

  /// What `--json` prints.
  var facts: Facts {
    Facts(
      dryRun: dryRun, taken: count(.taken("")), alreadyThere: count(.alreadyThere("")), kept: count(.kept("")),
      refused: count(.refused("", hint: "")),
      findings: findings.map { finding in
        let (word, text, hint) = ImportReport.words(finding.outcome)
        return Facts.Finding(
          file: DisplayText.of(finding.place.file), line: finding.place.line > 0 ? finding.place.line : nil,
          outcome: word == "there" ? "already-there" : word, text: text, hint: hint)
      })
  }

  struct Facts: Encodable {
    let dryRun: Bool
    let taken: Int
    let alreadyThere: Int
    let kept: Int
    let refused: Int
    let findings: [Finding]

    struct Finding: Encodable {
      let file: String
      /// From 1; absent for the file as a whole.
      let line: Int?
      /// `taken`, `already-there`, `changed`, `kept` or `refused`.
      let outcome: String
      let text: String
      let hint: String?
    }
  }
}
