/// The text of sshd_config, as far as it matters which other files sshd reads, and when.
public struct SSHDConfiguration: Equatable, Sendable {
  public let bytes: [UInt8]

  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Whether the files of a folder are read, before the first `Match` and before a keyword that a drop-in sets.
  ///
  /// - Parameter folder: absolute, such as `/etc/ssh/sshd_config.d`.
  public func includesEarly(_ folder: String) -> Bool {
    for line in lines {
      guard let keyword = line.first else { continue }
      if keyword == "include", line.dropFirst().contains(where: { SSHDConfiguration.isGlob($0, of: folder) }) {
        return true
      }
      if keyword == "match" || SSHDConfiguration.set.contains(keyword) { return false }
    }
    return false
  }

  /// The same with a line at its beginning that reads the files of a folder.
  public func including(_ folder: String) -> SSHDConfiguration {
    let block = ServiceMark.block(taker: "countersign disable sshd", ["Include \(folder)/*.conf"])
    return SSHDConfiguration(block.flatMap(\.bytes) + bytes)
  }

  /// The same without what ``including(_:)`` has added.
  public var withoutBlocks: SSHDConfiguration {
    SSHDConfiguration(ServiceMark.withoutBlocks(PAMFile(name: "", bytes: bytes).lines).flatMap(\.bytes))
  }

  public var isMarked: Bool { ServiceMark.block(in: PAMFile(name: "", bytes: bytes).lines) != nil }

  /// The same with another folder in the place of this one wherever it is read, for trying a configuration out.
  public func reading(_ other: String, insteadOf folder: String) -> SSHDConfiguration {
    let text = bytes.split(separator: 0x0A, omittingEmptySubsequences: false).map { line -> [UInt8] in
      let words = SSHDConfiguration.words(line)
      guard words.first?.lowercased() == "include" else { return Array(line) }
      let paths = words.dropFirst().map { word in
        SSHDConfiguration.isGlob(word, of: folder) ? other + "/" + (word.split(separator: "/").last ?? "*.conf") : word
      }
      return Array("Include \(paths.joined(separator: " "))".utf8)
    }
    return SSHDConfiguration(Array(text.joined(separator: [0x0A])))
  }

  /// What the drop-in sets; the first value counts.
  private static let set: Set<String> = [
    "usepam", "kbdinteractiveauthentication", "challengeresponseauthentication", "passwordauthentication",
    "pubkeyauthentication", "authenticationmethods",
  ]

  private var lines: [[String]] {
    bytes.split(separator: 0x0A).map { line in
      let words = SSHDConfiguration.words(line)
      return words.prefix(1).map { $0.lowercased() } + words.dropFirst()
    }
  }

  /// Words between blanks; a `=` may stand between keyword and value, and quotes around a word.
  private static func words(_ line: ArraySlice<UInt8>) -> [String] {
    let text = String(decoding: line, as: UTF8.self)
    guard let first = text.first(where: { !$0.isWhitespace }), first != "#" else { return [] }
    return text.split(whereSeparator: { $0.isWhitespace || $0 == "=" || $0 == "\"" }).map(String.init)
  }

  /// Relative patterns are those of the folder of sshd_config.
  private static func isGlob(_ word: String, of folder: String) -> Bool {
    let parts = folder.split(separator: "/")
    let words = word.split(separator: "/")
    guard words.count > 1 else { return false }
    let directory = words.dropLast()
    return word.hasPrefix("/") ? directory.elementsEqual(parts) : directory.elementsEqual(parts.suffix(directory.count))
  }
}
