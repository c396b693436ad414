import Foundation

/// A dark terminal with a real font, set by `rsvg-convert`, whose glyphs have the gaps that `TerminalScreen` leaves out.
enum TypesetScreen {
  struct Failure: Error {
    let text: String
  }

  /// - Parameter scale: how far away it is: a row of text is 16 pixels high times this.
  /// - Returns: a PNG file.
  static func photograph(_ text: String, scale: Double) throws -> Data {
    let rows = text.split(separator: "\n", omittingEmptySubsequences: false)
    let size = 16.0
    let width = Double(rows.map { $0.count }.max() ?? 0) * size * 0.602 + 40
    let lines = rows.enumerated().map { index, row in
      let shown = row.replacingOccurrences(of: " ", with: "&#160;")
      return "<text x=\"20\" y=\"\(30 + Double(index) * size * 1.17)\" xml:space=\"preserve\">\(shown)</text>"
    }
    let picture = """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(width)" height="\(Double(rows.count) * size * 1.17 + 40)">
      <rect width="100%" height="100%" fill="#111"/>
      <g font-family="DejaVu Sans Mono, monospace" font-size="\(size)" fill="#ddd">\(lines.joined())</g></svg>
      """
    return try TemporaryDirectory.with { folder in
      let file = folder.appendingPathComponent("screen.svg")
      try Data(picture.utf8).write(to: file)
      let result = try Command.run("/usr/bin/rsvg-convert", ["-z", "\(scale)", file.path])
      guard result.status == 0 else { throw Failure(text: result.errorText) }
      return result.output
    }
  }
}
