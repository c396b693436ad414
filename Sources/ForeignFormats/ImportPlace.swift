/// Where something stands in a file that is imported.
public struct ImportPlace: Equatable, Sendable {
  /// As the command line has it; `-` for standard input.
  public let file: [UInt8]
  /// From 1; 0 for the file as a whole.
  public let line: Int

  public init(file: [UInt8], line: Int = 0) {
    self.file = file
    self.line = line
  }
}
