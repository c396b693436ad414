import Words

/// All that the doctor has found.
struct Diagnosis: Equatable {
  /// What belongs together under one heading.
  struct Section: Equatable {
    let title: String
    let findings: [Finding]
  }

  private(set) var sections: [Section] = []
  /// What could not be looked at, with the reason.
  private(set) var unchecked: [String] = []
  /// What `--fix` has done, and what it could not do.
  var repairs: [Repair] = []

  var findings: [Finding] { sections.flatMap(\.findings) }

  func count(_ grade: Finding.Grade) -> Int { findings.count { $0.grade == grade } }

  /// Whether nothing has to be done at once.
  var isSound: Bool { count(.fail) == 0 && !repairs.contains { $0.failure != nil } }

  /// Adds what a group of checks has found; nothing for a group that has nothing to say.
  mutating func add(_ title: Message, _ findings: [Finding]) {
    guard !findings.isEmpty else { return }
    sections.append(Section(title: title.text, findings: findings))
  }

  /// Says once that something was not looked at.
  mutating func leaveOut(_ message: Message) {
    let what = message.text
    if !unchecked.contains(what) { unchecked.append(what) }
  }
}
