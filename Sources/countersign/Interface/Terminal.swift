import Countersign
import CQRSymbol
import FoundationEssentials
import Words

/// What the command talks to. Its rules:
///
/// - Standard output gets what was asked for: facts, drawings, keys, recovery codes. Standard error gets everything
///   else: questions, warnings, and pairs of error and hint. With `--json` standard output gets one JSON value.
/// - A secret goes from ``SecretBytes`` to standard output and nowhere else; it is never a `String`, an argument or
///   part of a message.
/// - Nothing is asked before it is certain that the answer can be used: privilege, store, account and names come first.
/// - A question is shown only where somebody can read it, at a terminal; a script's answers are read all the same.
/// - Names that come from outside are shown through ``DisplayText``.
/// - Escape sequences are the colours of a QR code, and only on a terminal that has colours (`TERM`, `NO_COLOR`).
/// - Exit codes: 0 done, 1 refused or failed, 2 used wrongly.
struct Terminal: Sendable {
  /// Whether text may be UTF-8, by `LC_ALL`, `LC_CTYPE` and `LANG`.
  let isUTF8: Bool
  /// How standard output shows black and white, if it does.
  let palette: QRPalette?
  /// The window that standard output is shown in; where it is not known, what terminals usually have.
  let window: WindowSize
  let outputIsTerminal: Bool

  static let current = Terminal(
    environment: ProcessInfo.processInfo.environment, outputIsTerminal: StandardStream.output.isTerminal,
    window: StandardStream.output.window)

  init(environment: [String: String], outputIsTerminal: Bool, window: WindowSize?) {
    isUTF8 = Terminal.isUTF8(environment)
    palette = outputIsTerminal ? Terminal.palette(environment) : nil
    self.window = window ?? .standard
    self.outputIsTerminal = outputIsTerminal
  }

  /// The first variable that is set decides, as in setlocale(3).
  private static func isUTF8(_ environment: [String: String]) -> Bool {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? "C"
    let encoding = locale.split(separator: ".", maxSplits: 1).dropFirst().first ?? ""
    let name = encoding.prefix { $0 != "@" }.lowercased()
    return name == "utf-8" || name == "utf8"
  }

  private static func palette(_ environment: [String: String]) -> QRPalette? {
    let kind = environment["TERM"] ?? ""
    guard !kind.isEmpty, kind != "dumb", environment["NO_COLOR"] ?? "" == "" else { return nil }
    let depth = environment["COLORTERM"] ?? ""
    return kind.contains("256color") || depth == "truecolor" || depth == "24bit" ? .cube : .theme
  }

  /// Writes a line to standard output.
  func say(_ line: Message = "") throws(Complaint) {
    try say(verbatim: line.text)
  }

  /// Writes a line that is said already, or that is data.
  func say(verbatim line: String) throws(Complaint) { try write(verbatim: line + "\n") }

  /// Writes a part of a line.
  func write(verbatim text: String) throws(Complaint) {
    do {
      try StandardStream.output.write(Array(text.utf8).span)
    } catch {
      throw Complaint(unwritten: error)
    }
  }

  /// Writes secret text to standard output.
  func show(_ secret: borrowing SecretBytes) throws(Complaint) {
    do {
      try StandardStream.output.write(secret.bytes)
    } catch {
      throw Complaint(unwritten: error)
    }
  }

  /// Writes a line to standard error, which may be closed.
  static func remark(_ line: Message) { remark(verbatim: line.text) }

  /// The same for a line that is said already.
  static func remark(verbatim line: String) {
    try? StandardStream.error.write(Array((line + "\n").utf8).span)
  }

  static func warn(_ warning: Message) { remark("countersign: warning: \(warning)") }
  static func advise(_ hint: Message) { remark("countersign: hint: \(hint)") }

  static func report(_ complaint: Complaint) {
    guard !complaint.isTold else { return }
    remark("countersign: error: \(complaint.error)")
    advise(Message(verbatim: complaint.hint))
  }
}
