/// What a reader has to know besides the text.
public struct ImportContext {
  /// As the command line has it; `-` for standard input.
  public let file: [UInt8]
  /// Whose the file is, where it says so itself by where it lies.
  public let owner: [UInt8]?
  /// Seconds since 1970.
  public let now: UInt64
  /// What opens an encrypted file.
  public let key: ImportKey
  /// What holds for devices of which the file does not say it.
  public let defaults: ImportDefaults

  public init(
    file: [UInt8], owner: [UInt8]? = nil, now: UInt64, key: ImportKey = .none,
    defaults: ImportDefaults = ImportDefaults()
  ) {
    self.file = file
    self.owner = owner
    self.now = now
    self.key = key
    self.defaults = defaults
  }

  /// - Parameter line: from 1.
  func place(_ line: Int) -> ImportPlace { ImportPlace(file: file, line: line) }

  /// The file as a whole.
  var wholeFile: ImportPlace { ImportPlace(file: file) }
}
