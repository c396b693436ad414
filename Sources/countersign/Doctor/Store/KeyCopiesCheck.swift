import Words

/// Whether the host key lies where backups of the store, or of `/etc`, take it along.
struct KeyCopiesCheck {
  /// What a repository in `/etc` says about the key.
  enum Tracking: Equatable {
    /// There is no repository.
    case none
    case tracked(repository: String)
    /// It would be tracked with the next commit.
    case notIgnored(repository: String)
    case ignored
    /// One that is not git's, or whose index cannot be read.
    case unknown(repository: String)
  }

  let key: String
  let tracking: Tracking
  /// Files that seem to hold the key beside its own.
  let copies: [String]

  var findings: [Finding] {
    let found = [repository, copied].compactMap { $0 }
    guard found.isEmpty else { return found }
    return [.ok("seal-key-copies", "no copy of the host key lies in the store or in a repository")]
  }

  private var repository: Finding? {
    switch tracking {
    case .none, .ignored: nil
    case .tracked(let repository):
      .fail(
        "seal-key-copies", "the host key is in the history of \(repository), with whoever may read that",
        cure: """
          git -C /etc rm --cached countersign/seal.key, put /countersign/seal.key into /etc/.gitignore, then \
          countersign rotate-key
          """)
    case .notIgnored(let repository):
      .warn(
        "seal-key-copies", "the next commit in \(repository) takes the host key along",
        cure: "put /countersign/seal.key into /etc/.gitignore")
    case .unknown(let repository):
      .warn(
        "seal-key-copies", "/etc is kept in \(repository), which could not be looked into",
        cure: "make sure that it leaves \(key) out")
    }
  }

  private var copied: Finding? {
    guard let first = copies.first else { return nil }
    let others = copies.count - 1
    return .warn(
      "seal-key-copies",
      others == 0
        ? "\(first) may be a copy of the host key, beside what it seals"
        : "\(first) and \(others) more may be a copy of the host key, beside what it seals",
      cure: "keep copies of the key on another medium than those of the store, and remove this one")
  }

  /// Whether `.gitignore` of `/etc` names the key of this name, its folder or all keys.
  static func isIgnored(_ key: String, _ lines: String) -> Bool {
    let patterns: Set<Substring> = [
      "countersign/\(key)", "/countersign/\(key)", "\(key)", "**/\(key)", "countersign", "/countersign",
      "countersign/", "/countersign/", "countersign/*", "/countersign/*", "/countersign/**", "*.key",
    ]
    return lines.split(whereSeparator: \.isNewline).contains { line in
      patterns.contains(line.prefix { $0 != " " && $0 != "\t" })
    }
  }
}
