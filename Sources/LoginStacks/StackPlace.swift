/// Where a rule stands.
public struct StackPlace: Hashable, Sendable {
  /// The file's name.
  public let file: String
  /// The line's number, counted from 1.
  public let line: Int
  /// Which of the file's lines it is, counted from 0, continued ones as one.
  public let index: Int

  public init(file: String, line: Int, index: Int) {
    self.file = file
    self.line = line
    self.index = index
  }
}
