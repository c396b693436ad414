/// What a reader has to know besides the text.
public struct ImportContext: Equatable, Sendable {
  /// As the command line has it; `-` for standard input.
  public let file: [UInt8]
  /// Whose the file is, where it says so itself by where it lies.
  public let owner: [UInt8]?
  /// Seconds since 1970.
  public let now: UInt64

  public init(file: [UInt8], owner: [UInt8]? = nil, now: UInt64) {
    self.file = file
    self.owner = owner
    self.now = now
  }

  /// - Parameter line: from 1.
  func place(_ line: Int) -> ImportPlace { ImportPlace(file: file, line: line) }

  /// The file as a whole.
  var wholeFile: ImportPlace { ImportPlace(file: file) }
}
