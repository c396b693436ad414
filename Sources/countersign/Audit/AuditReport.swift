import Countersign

/// What checking audit files has shown, in words and as facts.
struct AuditReport {
  /// What `--json` prints.
  struct Facts: Encodable {
    struct Finding: Encodable {
      let file: String
      let line: UInt64
      /// One word.
      let kind: String
      /// How many bytes or lines it is about, where it is about some.
      let count: UInt64?
    }

    /// How many lines were right.
    let lines: UInt64
    /// Times of the first and the last line that was right.
    let first: String?
    let last: String?
    /// Number and hash of the last line that was right.
    let sequence: UInt64
    let head: String
    let remarks: [Finding]
    let problem: Finding?
    /// Whether the hash that was given is that of a line; absent where none was given.
    let noted: Bool?
  }

  private let verification: AuditVerification
  private let names: [String]
  private let isAskedForNoted: Bool

  init(_ verification: AuditVerification, _ sources: [AuditSource], isAskedForNoted: Bool) {
    self.verification = verification
    self.names = sources.map { DisplayText.of($0.name) }
    self.isAskedForNoted = isAskedForNoted
  }

  var facts: Facts {
    Facts(
      lines: verification.lines, first: verification.firstTime.flatMap(TimeText.universal),
      last: verification.lastTime.flatMap(TimeText.universal), sequence: verification.head.sequence, head: head,
      remarks: verification.remarks.map { finding($0.place, AuditReport.word($0.remark)) },
      problem: verification.problem.map { finding($0.place, AuditReport.word($0.problem)) },
      noted: isAskedForNoted ? verification.hasNoted : nil)
  }

  private var head: String { String(decoding: Hex.encode(verification.head.hash), as: UTF8.self) }

  private func finding(_ place: AuditVerification.Place, _ word: (String, UInt64?)) -> Facts.Finding {
    Facts.Finding(file: name(place), line: place.line, kind: word.0, count: word.1)
  }

  private func name(_ place: AuditVerification.Place) -> String {
    names.indices.contains(place.file) ? names[place.file] : "audit.jsonl"
  }

  private static func word(_ remark: AuditVerification.Remark) -> (String, UInt64?) {
    switch remark {
    case .torn(let bytes): ("torn", bytes)
    case .unfinished(let bytes): ("unfinished", bytes)
    case .continued: ("continued", nil)
    }
  }

  private static func word(_ problem: AuditVerification.Problem) -> (String, UInt64?) {
    switch problem {
    case .altered: ("altered", nil)
    case .linesMissing(let count): ("lines-missing", count)
    case .outOfOrder: ("out-of-order", nil)
    case .noLine: ("no-line", nil)
    case .otherGap(let bytes): ("other-gap", bytes)
    case .beginsInTheMiddle: ("begins-in-the-middle", nil)
    case .restarted: ("restarted", nil)
    case .behindTheEnd: ("behind-the-end", nil)
    }
  }

  /// What is said when everything is right, and of what is no reason to suspect anybody.
  var lines: [String] {
    let count = verification.lines
    var lines = [count == 1 ? "1 line is as it was written." : "\(count) lines are as they were written."]
    if let first = verification.firstTime, let last = verification.lastTime {
      lines += ["  first  \(TimeText.second(first))", "  last   \(TimeText.second(last))"]
      lines.append("  head   \(head), line \(verification.head.sequence)")
    }
    return lines
      + verification.remarks.map { "\(name($0.place)), line \($0.place.line): \(AuditReport.text($0.remark))" }
  }

  private static func text(_ remark: AuditVerification.Remark) -> String {
    switch remark {
    case .torn(let bytes):
      "\(bytes) bytes of a line that was never finished, as a crash or a full disk leaves them; the next line says so"
    case .unfinished(let bytes):
      "ends in \(bytes) bytes of a line that was never finished, as a crash or a full disk leaves them"
    case .continued: "goes on from a file that is no longer here"
    }
  }

  /// What is wrong, if anything is.
  var complaint: Complaint? {
    if let (place, problem) = verification.problem {
      let count = verification.lines
      let right = count == 1 ? "1 line before it is right" : "\(count) lines before it are right"
      return Complaint(
        "\(name(place)), line \(place.line): \(AuditReport.text(problem))",
        hint: "\(right); compare with the log of authpriv, and with a copy on another host")
    }
    guard isAskedForNoted, !verification.hasNoted else { return nil }
    return Complaint(
      "no line has the noted hash: the end was cut off, or lines were composed anew",
      hint: "compare with the log of authpriv, and with a copy on another host")
  }

  private static func text(_ problem: AuditVerification.Problem) -> String {
    switch problem {
    case .altered: "this line or the one before it was altered"
    case .linesMissing(1): "a line before it is missing"
    case .linesMissing(let count): "\(count) lines before it are missing"
    case .outOfOrder(let expected): "line number \(expected) should stand here; a line was repeated, moved or altered"
    case .noLine: "is no line of an audit file; it was altered, or something else wrote here"
    case .otherGap: "what stands before it is not what stood there when it was written"
    case .beginsInTheMiddle: "lines before it are missing"
    case .restarted: "the chain begins anew here; what came before was removed or could not be read"
    case .behindTheEnd: "stands behind the last line of its file"
    }
  }
}
