import Countersign
import Words

/// A policy file that is looked through: what is wrong with it, and what may be.
struct PolicyCheck {
  /// As the command was told, or as it stands on this machine.
  let name: String
  let text: [UInt8]
  /// In the order of the file.
  let remarks: [PolicyRemark]
  /// What could not be looked at, in words.
  let unchecked: [String]
  /// Whether these are all flaws.
  let isComplete: Bool
  /// `nil` where there are flaws.
  let policy: Policy?

  /// - Parameters:
  ///   - name: of the file.
  ///   - text: what is in it.
  ///   - surroundings: what the machine knows about a policy, and what it does not.
  init(
    name: String, text: [UInt8], _ surroundings: (Policy) throws(Complaint) -> (PolicySurroundings, unchecked: [String])
  ) throws(Complaint) {
    self.name = name
    self.text = text
    guard !text.isEmpty else {
      remarks = [.emptyFile]
      (unchecked, isComplete, policy) = ([], true, nil)
      return
    }
    switch PolicyInspection(text) {
    case .sound(let policy):
      let (surroundings, unchecked) = try surroundings(policy)
      remarks = PolicyLint.warnings(policy, surroundings).map { PolicyRemark($0) }
      self.unchecked = unchecked
      (isComplete, self.policy) = (true, policy)
    case .flawed(let flaws, let isComplete):
      remarks = flaws.map { PolicyRemark($0) }
      (unchecked, policy) = ([], nil)
      self.isComplete = isComplete
    }
  }

  var errors: Int { remarks.count { $0.kind == .error } }
  var warnings: Int { remarks.count { $0.kind == .warning } }
}

extension PolicyRemark {
  fileprivate static let emptyFile = PolicyRemark(
    kind: .error, line: 1, column: 1, name: "empty", message: said("the file is empty"),
    hint: said("without a file, those who are enrolled are asked; an empty one refuses everybody"))
}
