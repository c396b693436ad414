import Words

/// What a look through the policy file has shown.
struct PolicyFileCheck {
  /// As it is shown.
  let file: String
  /// `nil` where there is no file.
  let remarks: [PolicyRemark]?
  /// Why the file cannot be used at all.
  let complaint: Complaint?

  var findings: [Finding] {
    if let complaint {
      return [.fail("policy", Message(verbatim: complaint.error), cure: Message(verbatim: complaint.hint))]
    }
    guard let remarks else { return [.ok("policy", "there is no policy file: who is enrolled is asked")] }
    let errors = remarks.filter { $0.kind == .error }
    if let first = errors.first {
      return [
        .fail(
          "policy", "nobody is let in: \(file), line \(first.line): \(first.message)",
          cure: Message(verbatim: first.hint))
      ]
    }
    guard !remarks.isEmpty else { return [.ok("policy", "the policy file has no errors and no traps")] }
    let shown = remarks.prefix(3).map { remark in
      Finding.warn("policy", "\(file), line \(remark.line): \(remark.message)", cure: Message(verbatim: remark.hint))
    }
    guard remarks.count > 3 else { return Array(shown) }
    return shown + [
      .warn(
        "policy", "\(file) has \(remarks.count - 3) more warnings", cure: "countersign policy check shows them all")
    ]
  }
}
