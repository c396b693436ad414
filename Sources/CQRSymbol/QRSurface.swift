/// What a drawing is looked at on, which decides how dark modules come out dark.
///
/// A glyph has the colour of the text, which is light on a dark terminal and dark on a light one. A symbol drawn for
/// the wrong one is inverted; the standard of 2015 allows that, yet a good part of phone applications do not read it.
/// Only a drawing that sets its colours is right on both.
public enum QRSurface: Equatable, Sendable {
  /// No colours; glyphs are light modules. What most peers print.
  case darkTerminal
  /// No colours; glyphs are dark modules.
  case lightTerminal
  /// Black on white by escape sequences, whatever the terminal's own colours are.
  case coloured(QRPalette)
}
