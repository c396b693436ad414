import Countersign
import CQRSymbol
import OATH
import Words

/// Finds a way to draw a QR code that the window holds, and draws it.
///
/// The URI with every parameter and the quiet zone of the standard are given up one after the other: first the zone
/// shrinks from 4 modules to 2, then the URI is the brief one, then the code is higher than the window, then the zone
/// is 1. In 80 columns and 24 rows half blocks hold URIs of 140 bytes, the row of the next question included.
struct QRScreen {
  let terminal: Terminal
  let choice: QRChoice
  let inverted: Bool

  /// One way to draw.
  private struct Attempt {
    let form: OTPAuthURI.Form
    let quietZone: Int
    let mayScroll: Bool
  }

  private static let attempts = [
    Attempt(form: .complete, quietZone: 4, mayScroll: false), Attempt(form: .complete, quietZone: 2, mayScroll: false),
    Attempt(form: .brief, quietZone: 4, mayScroll: false), Attempt(form: .brief, quietZone: 2, mayScroll: false),
    Attempt(form: .brief, quietZone: 2, mayScroll: true), Attempt(form: .brief, quietZone: 1, mayScroll: true),
  ]

  private var style: QRStyle? {
    switch choice {
    case .auto: terminal.isUTF8 ? .half : .ascii
    case .half: .half
    case .full: .full
    case .ascii: .ascii
    case .none: nil
    }
  }

  private var surface: QRSurface {
    terminal.palette.map { .coloured($0) } ?? (inverted ? .lightTerminal : .darkTerminal)
  }

  /// Draws the code of a URI on standard output, or says why it cannot.
  func show(_ uri: OTPAuthURI, secret: Span<UInt8>) throws(Complaint) {
    guard let style else { return }
    for attempt in QRScreen.attempts {
      let drawing = QRDrawing(style: style, surface: surface, quietZone: attempt.quietZone)
      let symbol = try uri.symbol(attempt.form, secret: secret)
      guard drawing.columns(forWidth: symbol.width) <= terminal.window.columns else { continue }
      let rows = drawing.rows(forWidth: symbol.width)
      let fits = rows < terminal.window.rows
      guard fits || attempt.mayScroll else { continue }
      try draw(symbol, drawing)
      if !fits { adviseHeight(rows) }
      return
    }
    try giveUp(uri, style, secret)
  }

  private func draw(_ symbol: borrowing QRSymbol, _ drawing: QRDrawing) throws(Complaint) {
    let text: SecretBytes
    do { text = try drawing.draw(symbol) } catch { throw Complaint(error) }
    try terminal.show(text)
  }

  private func adviseHeight(_ rows: Int) {
    guard terminal.outputIsTerminal else { return }
    Terminal.advise("the QR code has \(rows) rows, the window \(terminal.window.rows): enlarge it")
    if style != .half { Terminal.advise("--qr half is half as high, where the terminal shows UTF-8") }
  }

  /// A window that is too narrow would break the rows and show a code that nothing reads; a file is drawn anyhow.
  private func giveUp(_ uri: OTPAuthURI, _ style: QRStyle, _ secret: Span<UInt8>) throws(Complaint) {
    let drawing = QRDrawing(style: style, surface: surface)
    let symbol = try uri.symbol(.complete, secret: secret)
    guard terminal.outputIsTerminal else { return try draw(symbol, drawing) }
    let brief = QRDrawing(style: style, surface: surface, quietZone: 1)
    let columns = try brief.columns(forWidth: uri.symbol(.brief, secret: secret).width)
    Terminal.advise("no QR code: it has \(columns) columns, the window \(terminal.window.columns)")
    Terminal.advise("enlarge the window, use --qr-file, or type the key")
  }
}
