import Countersign

/// Where catalogues are: beside the running program, never where its environment says.
public enum CatalogueFile {
  /// Ours have some hundred kilobytes.
  private static let limit = 4_194_304

  /// Reads the catalogue of a language.
  ///
  /// - Parameters:
  ///   - program: the path of the running program, `PREFIX/sbin/countersign` or `PREFIX/libexec/countersign/companion`.
  ///   - owner: whose the file has to be.
  /// - Returns: `nil` for English, and where there is no catalogue that can be trusted and read.
  public static func read(_ language: Language, program: [UInt8], owner: UInt32 = 0) -> Catalogue? {
    guard language != .english else { return nil }
    for path in candidates(language, program: program) {
      if let bytes = try? content(FilePath(path), owner: owner) { return Catalogue(bytes, language: language) }
    }
    return nil
  }

  /// Below the directories that the program is in, from the second one up on.
  static func candidates(_ language: Language, program: [UInt8]) -> [[UInt8]] {
    let parts = program.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    return (2...3).compactMap { levels in
      guard parts.count > levels, parts.first?.isEmpty == true else { return nil }
      let prefix = Array(parts.dropLast(levels).joined(separator: [UInt8(ascii: "/")]))
      return prefix + Array("/share/locale/\(language.rawValue)/LC_MESSAGES/countersign.mo".utf8)
    }
  }

  private static func content(_ path: FilePath, owner: UInt32) throws(SystemFailure) -> [UInt8] {
    let file = try FileDescriptor.open(path, .read)
    let status = try file.status()
    guard status.isRegularFile, status.owner == owner, status.permissions & 0o022 == 0, status.size <= limit else {
      throw SystemFailure(.open, .notPermitted)
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.size))
    var room = bytes.mutableSpan
    let count = try file.read(into: &room)
    return Array(bytes.prefix(count))
  }
}
