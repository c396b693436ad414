import Foundation

/// What a terminal shows for a few rows of text: enough of one to photograph a QR drawing.
///
/// It knows block glyphs, `@` (solid here), blanks and the colour sequences of the drawing, and shows anything else as a
/// question mark would be: a cell that makes the test fail. A cell is 8 by 16 pixels, as on most terminals.
struct TerminalScreen {
  /// The terminal's own colours.
  struct Theme {
    let text: UInt8
    let ground: UInt8

    static let dark = Theme(text: 215, ground: 20)
    static let light = Theme(text: 40, ground: 250)
  }

  enum Flaw: Error {
    case unknownGlyph(Character)
    case unknownSequence(String)
  }

  private static let cellWidth = 8
  private static let cellHeight = 16
  private let theme: Theme
  private var text: UInt8
  private var ground: UInt8

  /// Shows the rows in a window that is a little larger than they are.
  static func photograph(_ text: String, _ theme: Theme) throws -> Bitmap {
    var screen = TerminalScreen(theme)
    return try screen.show(text)
  }

  private init(_ theme: Theme) {
    self.theme = theme
    text = theme.text
    ground = theme.ground
  }

  private mutating func show(_ text: String) throws -> Bitmap {
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
    let columns = rows.map { $0.count }.max() ?? 0
    var picture = Bitmap(
      width: (columns + 4) * TerminalScreen.cellWidth, height: (rows.count + 2) * TerminalScreen.cellHeight,
      ground: theme.ground)
    for (index, row) in rows.enumerated() {
      try show(row, y: (index + 1) * TerminalScreen.cellHeight, in: &picture)
    }
    return picture
  }

  private mutating func show(_ row: Substring, y: Int, in picture: inout Bitmap) throws {
    var rest = row
    var x = 2 * TerminalScreen.cellWidth
    while let character = rest.popFirst() {
      if character == "\u{1B}" {
        try obey(TerminalScreen.takeSequence(from: &rest))
      } else {
        try draw(character, x: x, y: y, in: &picture)
        x += TerminalScreen.cellWidth
      }
    }
  }

  private static func takeSequence(from rest: inout Substring) -> String {
    guard let end = rest.firstIndex(of: "m") else { return String(rest) }
    defer { rest = rest[rest.index(after: end)...] }
    return String(rest[..<end])
  }

  private mutating func obey(_ sequence: String) throws {
    switch sequence {
    case "[0": (text, ground) = (theme.text, theme.ground)
    case "[30;47": (text, ground) = (0, 200)
    case "[40": ground = 0
    case "[47": ground = 200
    case "[38;5;16;48;5;231": (text, ground) = (0, 255)
    case "[48;5;16": ground = 0
    case "[48;5;231": ground = 255
    default: throw Flaw.unknownSequence(sequence)
    }
  }

  private func draw(_ character: Character, x: Int, y: Int, in picture: inout Bitmap) throws {
    let middle = y + TerminalScreen.cellHeight / 2
    let columns = x..<x + TerminalScreen.cellWidth
    let end = y + TerminalScreen.cellHeight
    picture.fill(x: columns, y: y..<end, with: ground)
    switch character {
    case " ": break
    case "█": picture.fill(x: columns, y: y..<end, with: text)
    case "▀": picture.fill(x: columns, y: y..<middle, with: text)
    case "▄": picture.fill(x: columns, y: middle..<end, with: text)
    case "@": picture.fill(x: columns, y: y..<end, with: text)
    default: throw Flaw.unknownGlyph(character)
    }
  }
}
