/// The files that hold what ``LoginText`` says in other languages.
///
/// They are looked for by the language alone, never by the host's locale or by the environment.
public enum LoginCatalogue {
  /// In bytes; a catalogue of today has 2,500.
  static let largestSize: UInt64 = 32_768
  /// The smallest there can be, in bytes.
  private static let smallestSize: UInt64 = 28

  /// Whether people can be told in a language; in English they always can.
  public static func isThere(for language: MessageLanguage, _ location: StoreLocation) -> Bool {
    language == .english || load(language, location) != nil
  }

  /// Reads the catalogue of a language.
  ///
  /// - Returns: `nil` for English, and when there is none that could be trusted and read. People are told in English
  ///   then; nobody is refused for it.
  static func load(_ language: MessageLanguage, _ location: StoreLocation) -> MessageCatalogue? {
    guard language != .english else { return nil }
    return read("usr/share/countersign/login/", language, location)
      ?? read("usr/local/share/countersign/login/", language, location)
  }

  @inline(never)
  private static func read(
    _ folder: StaticString, _ language: MessageLanguage, _ location: StoreLocation
  ) -> MessageCatalogue? {
    let path = location.path(Array(ascii: folder) + Array(ascii: language.tag) + Array(ascii: ".mo"))
    // Which place it is about matters to nobody: what is wrong is not told.
    do throws(StoreFailure) {
      let file = try CheckedFile(
        checking: try open(path), place: .root, owner: location.owner, sizes: smallestSize...largestSize,
        privacy: .readable)
      return MessageCatalogue(try file.content(place: .root))
    } catch {
      return nil
    }
  }

  private static func open(_ path: FilePath) throws(StoreFailure) -> FileDescriptor {
    do { return try FileDescriptor.open(path, .read) } catch { throw .system(.root, error) }
  }
}
