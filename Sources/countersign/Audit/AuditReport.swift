import Countersign
import Words

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
    var lines = [said("\(count) line is as it was written.", "\(count) lines are as they were written.", count: count)]
    if let first = verification.firstTime, let last = verification.lastTime {
      lines.append(AuditReport.field(said("first"), TimeText.second(first)))
      lines.append(AuditReport.field(said("last"), TimeText.second(last)))
      lines.append(AuditReport.field(said("head"), said("\(head), line \(verification.head.sequence)")))
    }
    return lines + verification.remarks.map { AuditReport.text($0.remark, Line(name($0.place), $0.place)) }
  }

  /// `  head   …`.
  static func field(_ label: String, _ value: String) -> String {
    "  \(DisplayWidth.padded(label, to: 7, atLeast: 1))\(value)"
  }

  /// A line of a file, as sentences name it.
  private struct Line {
    let text: String

    init(_ file: String, _ place: AuditVerification.Place) {
      text = said("\(file), line \(place.line)")
    }
  }

  private static func text(_ remark: AuditVerification.Remark, _ line: Line) -> String {
    switch remark {
    case .torn(let bytes):
      said(
        """
        \(line.text): \(bytes) bytes of a line that was never finished, as a crash or a full disk leaves them; the \
        next line says so
        """)
    case .unfinished(let bytes):
      said(
        """
        \(line.text): ends in \(bytes) bytes of a line that was never finished, as a crash or a full disk leaves them
        """)
    case .continued: said("\(line.text): goes on from a file that is no longer here")
    }
  }

  /// What is wrong, if anything is.
  var complaint: Complaint? {
    if let (place, problem) = verification.problem {
      let count = verification.lines
      return Complaint(
        AuditReport.text(problem, Line(name(place), place)),
        hint: Message(
          "\(count) line before it is right; compare with the log of authpriv, and with a copy on another host",
          "\(count) lines before it are right; compare with the log of authpriv, and with a copy on another host",
          count: count))
    }
    guard isAskedForNoted, !verification.hasNoted else { return nil }
    return Complaint(
      "no line has the noted hash: the end was cut off, or lines were composed anew",
      hint: "compare with the log of authpriv, and with a copy on another host")
  }

  private static func text(_ problem: AuditVerification.Problem, _ line: Line) -> Message {
    switch problem {
    case .altered: "\(line.text): this line or the one before it was altered"
    case .linesMissing(1): "\(line.text): a line before it is missing"
    case .linesMissing(let count): "\(line.text): \(count) lines before it are missing"
    case .outOfOrder(let expected):
      "\(line.text): line number \(expected) should stand here; a line was repeated, moved or altered"
    case .noLine: "\(line.text): is no line of an audit file; it was altered, or something else wrote here"
    case .otherGap: "\(line.text): what stands before it is not what stood there when it was written"
    case .beginsInTheMiddle: "\(line.text): lines before it are missing"
    case .restarted: "\(line.text): the chain begins anew here; what came before was removed or could not be read"
    case .behindTheEnd: "\(line.text): stands behind the last line of its file"
    }
  }
}
