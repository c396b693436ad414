import Words

/// One line of sshd's configuration, with its place.
struct SSHDStatement: Equatable {
  let file: String
  let line: Int
  /// Lower case.
  let keyword: String
  let value: String
  /// What stands behind the `Match` that it is below; `nil` for what holds for everybody.
  let match: String?

  var place: String { said("\(file) line \(line)") }

  /// The patterns behind a criterion of this `Match` line.
  static func patterns(_ criterion: String, in match: String) -> [String] {
    let words = match.split { $0 == " " || $0 == "\t" || $0 == "=" }.map(String.init)
    return words.indices.flatMap { index -> [String] in
      guard words[index].lowercased() == criterion, index + 1 < words.count else { return [] }
      return words[index + 1].split(separator: ",").map(String.init)
    }
  }
}
