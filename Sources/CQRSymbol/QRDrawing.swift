import Countersign

/// How a symbol is drawn as rows of text.
///
/// Rules:
///  - Without ``QRSurface/coloured(_:)`` there is no escape sequence, so a drawing can go through anything that
///    passes text on.
///  - Every row has the same width, ends in a newline, and a coloured row ends in the terminal's own colours.
///  - A row is never ended early: trailing blanks belong to the symbol where glyphs stand for dark modules.
public struct QRDrawing: Equatable, Sendable {
  public let style: QRStyle
  public let surface: QRSurface
  /// Light modules round the symbol: 4 by the standard; readers are content with 2.
  public let quietZone: Int

  public init(style: QRStyle, surface: QRSurface, quietZone: Int = 4) {
    self.style = style
    self.surface = surface
    self.quietZone = min(max(quietZone, 0), 16)
  }

  /// Text columns that a symbol of this width takes.
  public func columns(forWidth width: Int) -> Int {
    (width + 2 * quietZone) * style.columnsPerModule
  }

  /// Text rows that a symbol of this width takes.
  public func rows(forWidth width: Int) -> Int {
    let modules = width + 2 * quietZone
    return (modules + style.modulesPerRow - 1) / style.modulesPerRow
  }

  /// Draws the symbol, row by row, top to bottom.
  public func draw(_ symbol: borrowing QRSymbol) throws(QRFailure) -> SecretBytes {
    let longestGlyph = 12, longestSequences = 64
    let rowRoom = (symbol.width + 2 * quietZone) * (longestGlyph + 6) + longestSequences
    var text = try SecretBytes(room: rows(forWidth: symbol.width) * rowRoom)
    for row in stride(from: -quietZone, to: symbol.width + quietZone, by: style.modulesPerRow) {
      switch (style, surface) {
      case (.half, _): drawHalfBlocks(symbol, row, into: &text)
      case (_, .coloured(let palette)): drawGrounds(symbol, row, palette, into: &text)
      case (.full, _): drawGlyphs(symbol, row, glyph: "██", into: &text)
      case (.ascii, _): drawGlyphs(symbol, row, glyph: "@@", into: &text)
      }
      text.append(UInt8(ascii: "\n"))
    }
    return text
  }

  /// Whether text, not ground, is what a dark module is made of.
  private var glyphsAreDark: Bool { surface != .darkTerminal }

  private func drawHalfBlocks(_ symbol: borrowing QRSymbol, _ row: Int, into text: inout SecretBytes) {
    if case .coloured(let palette) = surface { text.append(palette.darkOnLight) }
    for column in -quietZone..<symbol.width + quietZone {
      let upper = symbol.isDark(row: row, column: column) == glyphsAreDark
      let lower = symbol.isDark(row: row + 1, column: column) == glyphsAreDark
      switch (upper, lower) {
      case (true, true): text.append("█")
      case (true, false): text.append("▀")
      case (false, true): text.append("▄")
      case (false, false): text.append(" ")
      }
    }
    if case .coloured = surface { text.append(QRPalette.reset) }
  }

  private func drawGlyphs(
    _ symbol: borrowing QRSymbol, _ row: Int, glyph: StaticString, into text: inout SecretBytes
  ) {
    for column in -quietZone..<symbol.width + quietZone {
      text.append(symbol.isDark(row: row, column: column) == glyphsAreDark ? glyph : "  ")
    }
  }

  /// Blanks on coloured ground: solid in every font, and no UTF-8 needed.
  private func drawGrounds(
    _ symbol: borrowing QRSymbol, _ row: Int, _ palette: QRPalette, into text: inout SecretBytes
  ) {
    var ground: Bool?
    for column in -quietZone..<symbol.width + quietZone {
      let dark = symbol.isDark(row: row, column: column)
      if dark != ground { text.append(dark ? palette.darkGround : palette.lightGround) }
      ground = dark
      text.append("  ")
    }
    text.append(QRPalette.reset)
  }
}
