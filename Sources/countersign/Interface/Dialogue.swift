import Countersign
import Words

/// Questions to the person at the terminal, or to the script behind standard input.
///
/// While it lives, the signals that end a command are held back; a question notices them, and the command cleans up
/// before it ends by the signal.
struct Dialogue: ~Copyable {
  /// The longest answer, in bytes; more is refused.
  private static let longestAnswer = 1_024

  private let signals: HeldSignals
  /// What is true when the dialogue ends early: "nothing was stored".
  private let consequence: Message

  init(consequence: Message) throws(Complaint) {
    signals = try Complaint.attempting("cannot hold signals back") { () throws(SystemFailure) in try HeldSignals() }
    self.consequence = consequence
  }

  /// Asks for one line.
  ///
  /// - Returns: what was typed, without its line end, which is that of Windows, too; possibly nothing.
  func ask(_ question: Message) throws(Complaint) -> SecretBytes {
    showQuestion(question)
    return try readLine()
  }

  /// Asks for one line that is not shown while it is typed.
  func askHidden(_ question: Message) throws(Complaint) -> SecretBytes {
    let hidden =
      try Complaint.attempting("cannot hide what is typed") { () throws(SystemFailure) in try HiddenTyping() }
    defer { withExtendedLifetime(hidden) {} }
    showQuestion(question)
    return try readLine()
  }

  /// Asks a question that only `y` or `yes` says yes to, or the same in the language of the process.
  func confirms(_ question: Message) throws(Complaint) -> Bool {
    let answer = try ask("\(question) [y/N] ")
    let own = [said("y", context: "answer to a question"), said("yes", context: "answer to a question")]
    let yes = ["y", "yes"] + own.map { $0.lowercased() }
    let typed = yes + yes.map { $0.uppercased() } + yes.map { $0.prefix(1).uppercased() + $0.dropFirst() }
    for word in typed where ConstantTime.equal(answer.bytes, Array(word.utf8).span) { return true }
    return false
  }

  /// Ends the command when a signal asks for that; for what waits for something else than an answer.
  func endIfAsked() throws(Complaint) {
    guard !signals.isOneWaiting else { throw interrupted() }
  }

  private func showQuestion(_ question: Message) {
    guard StandardStream.input.isTerminal else { return }
    try? StandardStream.error.write(Array(question.text.utf8).span)
  }

  private enum Reading: ~Copyable {
    case line(SecretBytes), tooLong, end, signal
  }

  private func readLine() throws(Complaint) -> SecretBytes {
    let reading: Reading
    do { reading = try read() } catch { throw Complaint(error, doing: "cannot read standard input") }
    switch consume reading {
    case .line(let line): return line
    case .tooLong:
      throw Complaint("the answer is longer than \(Dialogue.longestAnswer) bytes", hint: consequence)
    case .end:
      if StandardStream.input.isTerminal { Terminal.remark(verbatim: "") }
      throw Complaint("there was no answer on standard input", hint: consequence)
    case .signal: throw interrupted()
    }
  }

  private func read() throws(SystemFailure) -> Reading {
    // With room for the first half of a line end as Windows writes it.
    var line = try SecretBytes(capacity: Dialogue.longestAnswer + 1)
    var fits = true
    while true {
      guard try signals.waitForInput() == .input else { return .signal }
      let byte = try StandardStream.input.readByte()
      guard let byte, byte != UInt8(ascii: "\n") else {
        Dialogue.dropReturn(&line)
        fits = fits && line.count <= Dialogue.longestAnswer
        if byte == nil, line.count == 0 || !fits { return .end }
        return fits ? .line(line) : .tooLong
      }
      fits = line.append(byte) && fits
    }
  }

  private static func dropReturn(_ line: inout SecretBytes) {
    let last = line.count - 1
    if last >= 0, line.bytes[last] == UInt8(ascii: "\r") { line.resize(to: last) }
  }

  /// Told here and now, because the signal ends the process as soon as this value goes.
  private func interrupted() -> Complaint {
    var complaint = Complaint("interrupted", hint: consequence)
    if StandardStream.input.isTerminal { Terminal.remark(verbatim: "") }
    Terminal.report(complaint)
    complaint.isTold = true
    return complaint
  }
}
