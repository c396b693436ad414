/// The files that sshd reads, in the order in which it does: of a setting that stands in several, the first one counts.
struct SSHDSources: Equatable {
  private(set) var statements: [SSHDStatement] = []
  /// In the order of reading.
  private(set) var files: [String] = []
  /// Files that are named, are there, and cannot be read.
  private(set) var unreadable: [String] = []

  /// Where the files are.
  struct Reader {
    /// The content of a file; `nil` where there is none that can be read.
    var content: (String) -> String?
    /// The names in a directory, sorted.
    var names: (String) -> [String]
  }

  /// No deeper than sshd itself goes.
  private static let deepest = 16

  /// - Parameter file: the main one, `/etc/ssh/sshd_config`.
  init(_ file: String, _ reader: Reader) {
    var match: String?
    read(file, reader, &match, depth: 0)
  }

  /// - Parameter match: the `Match` in force; one that begins in a file ends with it.
  private mutating func read(_ file: String, _ reader: Reader, _ match: inout String?, depth: Int) {
    guard depth <= SSHDSources.deepest else { return }
    guard let text = reader.content(file) else { return unreadable.append(file) }
    files.append(file)
    // Swift takes both bytes of a line end of Windows for one character.
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    for (index, line) in lines.enumerated() {
      guard let (keyword, value) = SSHDSources.parts(line) else { continue }
      switch keyword {
      case "match": match = value.lowercased() == "all" ? nil : value
      case "include":
        for path in SSHDSources.paths(value, relativeTo: file, reader) {
          var inner = match
          read(path, reader, &inner, depth: depth + 1)
        }
      default:
        statements.append(
          SSHDStatement(file: file, line: index + 1, keyword: keyword, value: value, match: match))
      }
    }
  }

  /// Keyword in lower case and what is behind it.
  private static func parts(_ line: Substring) -> (String, String)? {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    let text = line.drop(while: isBlank)
    guard let first = text.first, first != "#" else { return nil }
    let keyword = text.prefix { !isBlank($0) && $0 != "=" }
    var value = text.dropFirst(keyword.count).drop { isBlank($0) || $0 == "=" }
    while let last = value.last, isBlank(last) { value = value.dropLast() }
    let unquoted = value.filter { $0 != "\"" }
    return (keyword.lowercased(), unquoted)
  }

  /// The files that an `Include` means, in the order of their names.
  private static func paths(_ value: String, relativeTo file: String, _ reader: Reader) -> [String] {
    let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? ""
    return value.split(whereSeparator: { $0 == " " || $0 == "\t" }).flatMap { word -> [String] in
      let path = word.hasPrefix("/") ? String(word) : "/etc/ssh/\(word)"
      guard path.contains(where: { "*?[".contains($0) }) else { return [path] }
      let parent = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? folder
      let pattern = path.dropFirst(parent.count + 1)
      return reader.names(parent).filter { isMatch($0[...], pattern) }.map { "\(parent)/\($0)" }
    }
  }

  /// Whether a name fits a pattern of `*` and `?`; as for a shell, neither stands for a period at the beginning.
  static func isMatch(_ name: Substring, _ pattern: Substring) -> Bool {
    if name.first == ".", pattern.first != "." { return false }
    return fits(name, pattern)
  }

  private static func fits(_ name: Substring, _ pattern: Substring) -> Bool {
    guard let first = pattern.first else { return name.isEmpty }
    if first == "*" {
      return fits(name, pattern.dropFirst()) || (!name.isEmpty && fits(name.dropFirst(), pattern))
    }
    guard let next = name.first, first == "?" || first == next else { return false }
    return fits(name.dropFirst(), pattern.dropFirst())
  }

  /// Where a setting gets its value for everybody.
  func deciding(_ keyword: String) -> SSHDStatement? {
    statements.first { $0.keyword == keyword && $0.match == nil }
  }

  /// All addresses that some `Match` may tell from others: one for each network or address that is named.
  var namedAddresses: [String] {
    var addresses: [String] = []
    for match in matches {
      for pattern in SSHDStatement.patterns("address", in: match) {
        let start = pattern.drop { $0 == "!" }.prefix { $0 != "/" }
        let address = start.map { $0 == "*" || $0 == "?" ? "1" : String($0) }.joined()
        if !addresses.contains(address) { addresses.append(address) }
      }
    }
    return addresses
  }

  /// All users that some `Match` names without a pattern.
  var namedUsers: [String] {
    matches.flatMap { SSHDStatement.patterns("user", in: $0) }.filter { name in
      !name.contains { "*?!".contains($0) }
    }
  }

  /// Each `Match` once.
  private var matches: [String] {
    statements.compactMap(\.match).reduce(into: []) { all, match in if !all.contains(match) { all.append(match) } }
  }
}
