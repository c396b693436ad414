import CQRSymbol
import Testing

@Suite struct QRDrawingTests {
  static let uris = [
    DrawnQR.uri(issuer: "web1", account: "alice"),
    DrawnQR.uri(issuer: "web1.example.org", account: "alice"),
    DrawnQR.uri(issuer: "gateway-03.berlin.example.org", account: "anna.schmidt%40example.org"),
    "otpauth://hotp/bob?secret=\(DrawnQR.publishedKey)&counter=0",
    DrawnQR.uri(
      issuer: "web1", account: "carol",
      key: String(repeating: DrawnQR.publishedKey, count: 3)),
  ]
  static let drawings = QRStyle.allCases.flatMap { style in [1, 4].map { (style, $0) } }

  private static func read(_ text: String, on theme: TerminalScreen.Theme) throws -> String? {
    try BarcodeReader.read(TerminalScreen.photograph(text, theme).portableGraymap, as: "pgm")
  }

  @Test(arguments: uris, drawings)
  func plainDrawingIsReadOnADarkTerminal(uri: String, drawing: (QRStyle, Int)) throws {
    let plan = QRDrawing(style: drawing.0, surface: .darkTerminal, quietZone: drawing.1)
    #expect(try QRDrawingTests.read(DrawnQR.text(uri, plan), on: .dark) == uri)
  }

  @Test(arguments: uris, drawings)
  func plainDrawingIsReadOnALightTerminal(uri: String, drawing: (QRStyle, Int)) throws {
    let plan = QRDrawing(style: drawing.0, surface: .lightTerminal, quietZone: drawing.1)
    #expect(try QRDrawingTests.read(DrawnQR.text(uri, plan), on: .light) == uri)
  }

  @Test(arguments: [QRPalette.theme, .cube], drawings)
  func colouredDrawingIsReadOnBothTerminals(palette: QRPalette, drawing: (QRStyle, Int)) throws {
    let plan = QRDrawing(style: drawing.0, surface: .coloured(palette), quietZone: drawing.1)
    for uri in [QRDrawingTests.uris[1], QRDrawingTests.uris[4]] {
      let text = try DrawnQR.text(uri, plan)
      #expect(try QRDrawingTests.read(text, on: .dark) == uri)
      #expect(try QRDrawingTests.read(text, on: .light) == uri)
    }
  }

  /// The honest half: without colours a drawing for one terminal is an inverted code on the other, which the reader
  /// refuses, and is readable again once the photograph is inverted, which is what some phones do.
  @Test(arguments: QRStyle.allCases)
  func plainDrawingIsInvertedOnTheOtherTerminal(style: QRStyle) throws {
    let uri = QRDrawingTests.uris[0]
    let text = try DrawnQR.text(uri, QRDrawing(style: style, surface: .darkTerminal))
    let photograph = try TerminalScreen.photograph(text, .light)
    #expect(try BarcodeReader.read(photograph.portableGraymap, as: "pgm") == nil)
    #expect(try BarcodeReader.read(photograph.inverted.portableGraymap, as: "pgm") == uri)
  }

  /// `TerminalScreen` shows `@` as a solid cell. This is the glyph of a real font, photographed from so far that a row
  /// of text is two or three pixels high. Nearer, its gaps confuse the reader; on a light terminal they always do,
  /// which is why no ASCII drawing is offered as good for one, unless it can set colours.
  @Test(arguments: uris.prefix(4), [0.125, 0.15])
  func asciiDrawingIsReadFromARealFontAtADistance(uri: String, scale: Double) throws {
    let text = try DrawnQR.text(uri, QRDrawing(style: .ascii, surface: .darkTerminal, quietZone: 2))
    let picture = try TypesetScreen.photograph(text, scale: scale)
    #expect(try BarcodeReader.read(picture, as: "png") == uri)
  }

  @Test(arguments: QRStyle.allCases, [QRSurface.darkTerminal, .lightTerminal])
  func plainDrawingHasNoEscapeSequence(style: QRStyle, surface: QRSurface) throws {
    let text = try DrawnQR.text(QRDrawingTests.uris[0], QRDrawing(style: style, surface: surface))
    #expect(!text.contains("\u{1B}"))
    #expect(style != .ascii || text.utf8.allSatisfy { $0 < 128 })
  }

  @Test(arguments: QRStyle.allCases)
  func colouredDrawingOutsideOfHalfBlocksIsASCII(style: QRStyle) throws {
    let text = try DrawnQR.text(QRDrawingTests.uris[0], QRDrawing(style: style, surface: .coloured(.theme)))
    #expect(style == .half || text.utf8.allSatisfy { $0 < 128 })
  }

  @Test(arguments: uris, drawings)
  func sizeIsAsReckoned(uri: String, drawing: (QRStyle, Int)) throws {
    let plan = QRDrawing(style: drawing.0, surface: .darkTerminal, quietZone: drawing.1)
    let width = try DrawnQR.symbol(uri).width
    let rows = try DrawnQR.text(uri, plan).split(separator: "\n")
    #expect(rows.count == plan.rows(forWidth: width))
    #expect(rows.allSatisfy { $0.count == plan.columns(forWidth: width) })
  }

  /// 98 bytes of URI and the issuer twice: up to 140 bytes are version 6, 41 modules, 23 rows with a quiet zone of 2.
  /// One row is left for the question.
  @Test(arguments: [
    ("web1", "alice"), ("web1.example.org", "alice"), ("web1.example.org", "alice.ln"),
    ("Countersign", "alice%40web1.example"), ("Example Ltd.", "alice%40web1.net"),
  ])
  func usualLabelFits80x24(issuer: String, account: String) throws {
    let uri = DrawnQR.uri(issuer: issuer, account: account)
    let width = try DrawnQR.symbol(uri).width
    let drawing = QRDrawing(style: .half, surface: .coloured(.cube), quietZone: 2)
    #expect(width <= 41)
    #expect(drawing.rows(forWidth: width) <= 23)
    #expect(drawing.columns(forWidth: width) <= 80)
  }
}
