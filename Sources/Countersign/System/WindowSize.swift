/// How much text a terminal's window shows at once.
public struct WindowSize: Equatable, Sendable {
  public let columns: Int
  public let rows: Int

  /// What terminals have had since the VT100, and what is assumed where nothing is known.
  public static let standard = WindowSize(columns: 80, rows: 24)

  public init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
  }
}
