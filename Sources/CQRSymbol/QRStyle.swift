/// What modules are made of on a terminal.
public enum QRStyle: String, CaseIterable, Sendable {
  /// UTF-8 half blocks: a column a module, a text row for two rows of modules.
  case half
  /// UTF-8 full blocks: two columns a module.
  case full
  /// `@@` and blanks, two columns a module, for terminals without UTF-8. Of the glyphs of ASCII in three common fonts
  /// `@` was read by far more often than the usual `#`, whose gaps are too wide.
  case ascii

  /// Columns that one module takes.
  public var columnsPerModule: Int { self == .half ? 1 : 2 }
  /// Module rows in one row of text.
  public var modulesPerRow: Int { self == .half ? 2 : 1 }
}
