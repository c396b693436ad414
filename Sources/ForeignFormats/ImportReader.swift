/// Reads one foreign format. Knows no files and no accounts; what it cannot read it says by line, and goes on.
protocol ImportReader {
  /// Whether a text is likely of this format.
  static func recognises(_ text: Span<UInt8>) -> Bool

  init(_ context: ImportContext)

  func read(_ text: Span<UInt8>) -> ImportedFile
}
