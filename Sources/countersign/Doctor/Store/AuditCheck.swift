import Words

/// Whether the audit files are as they were written.
struct AuditCheck {
  /// How many lines are right; `nil` where there is no file yet.
  let lines: UInt64?
  /// What is wrong.
  let complaint: Complaint?

  var findings: [Finding] {
    if let complaint {
      return [.fail("audit", Message(verbatim: complaint.error), cure: "countersign audit verify tells more")]
    }
    guard let lines else { return [.ok("audit", "no login has been recorded yet")] }
    let text = Message(
      "\(lines) line of the audit file is unaltered", "\(lines) lines of the audit file are unaltered", count: lines)
    return [.ok("audit", text)]
  }
}
