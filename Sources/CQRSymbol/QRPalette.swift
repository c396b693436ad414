/// How black and white are asked of a terminal (ECMA-48 SGR).
public enum QRPalette: Sendable {
  /// Colours 0 and 7 of the theme; every terminal with colours knows these.
  case theme
  /// Black and white of the 256-colour cube, which no theme changes.
  case cube

  /// Dark text on a light ground.
  var darkOnLight: StaticString {
    switch self {
    case .theme: "\u{1B}[30;47m"
    case .cube: "\u{1B}[38;5;16;48;5;231m"
    }
  }

  /// A dark ground, for drawing with blanks alone.
  var darkGround: StaticString {
    switch self {
    case .theme: "\u{1B}[40m"
    case .cube: "\u{1B}[48;5;16m"
    }
  }

  /// A light ground, likewise.
  var lightGround: StaticString {
    switch self {
    case .theme: "\u{1B}[47m"
    case .cube: "\u{1B}[48;5;231m"
    }
  }

  /// The terminal's own colours again.
  static let reset: StaticString = "\u{1B}[0m"
}
