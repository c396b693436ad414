/// What sshd would do for one user who comes from one place, as `sshd -T` says: all files read, the first word on each
/// setting taken, every `Match` that fits applied.
struct SSHDSettings: Equatable {
  /// The text behind a keyword, for each line that has it.
  private let texts: [String: [String]]

  /// - Parameter text: what `sshd -T` prints.
  init(_ text: String) {
    var texts: [String: [String]] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: " ", maxSplits: 1)
      guard let keyword = parts.first else { continue }
      texts[keyword.lowercased(), default: []].append(parts.count == 2 ? String(parts[1]) : "")
    }
    self.texts = texts
  }

  /// What stands behind a keyword.
  ///
  /// - Parameter keyword: lower case, as in all calls below.
  /// - Returns: `nil` for a keyword that this sshd does not have; the first line's of one that may stand often.
  func value(_ keyword: String) -> String? { texts[keyword]?.first }

  /// The words behind a keyword, of all its lines; empty for a keyword that this sshd does not have.
  func values(_ keyword: String) -> [String] {
    (texts[keyword] ?? []).flatMap { $0.split(separator: " ").map(String.init) }
  }

  /// Whether a setting that is `yes` or `no` is on; `nil` where it is something else, or this sshd does not have it.
  func flag(_ keyword: String) -> Bool? {
    switch value(keyword) {
    case "yes": true
    case "no": false
    default: nil
    }
  }

  /// A setting that is a number.
  func number(_ keyword: String) -> Int? { value(keyword).flatMap { Int($0) } }
}
