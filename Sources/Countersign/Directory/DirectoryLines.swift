/// What the policy says of the directory, line by line.
enum DirectoryLines {
  /// What is wrong with a line of the policy.
  ///
  /// - Parameter range: the words behind the keyword.
  /// - Returns: where it is wrong; `nil` for a line that makes sense, and where nobody here would make use of it.
  static func flaw(of keyword: PolicyKeyword, _ text: [UInt8], _ range: Range<Int>) -> Int? {
    guard DirectoryStore.isUsable else { return nil }
    let words = words(in: text, range)
    switch keyword {
    case .directory:
      guard words.count <= DirectorySettings.mostServers else { return words[DirectorySettings.mostServers].startIndex }
      return words.first { DirectoryServer(Array($0)) == nil }?.startIndex
    case .directoryBase: return words.count == 1 ? nil : words.dropFirst().first?.startIndex ?? range.lowerBound
    case .directoryBind: return login(words) == nil ? range.lowerBound : nil
    default: return words.count == 1 && isPath(words[0]) ? nil : range.lowerBound
    }
  }

  /// The words that a line of the policy has behind its keyword, without quotation marks.
  static func words(in text: [UInt8], _ range: Range<Int>) -> [ArraySlice<UInt8>] {
    var words = PolicyWords(text, line: 1, range)
    var found: [ArraySlice<UInt8>] = []
    while let word = try? words.next() { found.append(text[word.range]) }
    return found
  }

  /// Whether a line of a policy, which may be flawed, says something else of the store than that it is the files.
  static func mentionsStore(_ text: [UInt8]) -> Bool {
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let words = words(in: text, line.startIndex..<line.endIndex)
      guard let word = words.first, word.spells("store") else { continue }
      if words.count != 2 || !words[1].spells("files") { return true }
    }
    return false
  }

  /// `external`, `password NAME FILE` or `kerberos KEYTAB`.
  static func login(_ words: [ArraySlice<UInt8>]) -> DirectoryLogin? {
    guard let way = words.first else { return nil }
    if way.spells("external"), words.count == 1 { return .external }
    if way.spells("kerberos"), words.count == 2, isPath(words[1]) { return .kerberos(keytab: Array(words[1])) }
    guard way.spells("password"), words.count == 3, !words[1].isEmpty, isPath(words[2]) else { return nil }
    return .password(name: Array(words[1]), file: Array(words[2]))
  }

  private static func isPath(_ word: ArraySlice<UInt8>) -> Bool { word.first == UInt8(ascii: "/") }
}

extension Policy {
  /// Whether users are looked after in a directory.
  public var usesDirectory: Bool { globalSettings.store == .directory }

  /// Where the directory is and how it is spoken to; who says nothing of how to bind is known by the socket.
  ///
  /// - Returns: `nil` where something is missing, or the lines do not go together.
  public var directory: DirectorySettings? {
    var servers: [DirectoryServer] = []
    var (base, authority): ([UInt8], [UInt8]) = ([], [])
    var login: DirectoryLogin? = .external
    for statement in statements {
      guard case .directory(let keyword, let range) = statement.value else { continue }
      let words = DirectoryLines.words(in: text, range)
      switch keyword {
      case .directory: servers = words.compactMap { DirectoryServer(Array($0)) }
      case .directoryBase: base = words.first.map { Array($0) } ?? []
      case .directoryBind: login = DirectoryLines.login(words)
      default: authority = words.first.map { Array($0) } ?? []
      }
    }
    guard let login else { return nil }
    return DirectorySettings(servers: servers, base: base, login: login, authority: authority)
  }
}
