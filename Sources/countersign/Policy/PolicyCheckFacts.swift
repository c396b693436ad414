/// What `policy check --json` prints.
struct PolicyCheckFacts: Encodable {
  let file: String
  /// Whether there is a file at all.
  var exists = true
  let errors: Int
  let warnings: Int
  /// Whether these are all errors.
  let complete: Bool
  let remarks: [PolicyRemark]
  /// What could not be looked at.
  let unchecked: [String]

  init(_ check: PolicyCheck) {
    file = check.name
    errors = check.errors
    warnings = check.warnings
    complete = check.isComplete
    remarks = check.remarks
    unchecked = check.unchecked
  }

  /// There is no file.
  init(none file: String) {
    self.file = file
    exists = false
    (errors, warnings, complete, remarks, unchecked) = (0, 0, true, [], [])
  }
}
