import Countersign
import Words

extension Person {
  /// Asks with one line.
  borrowing func ask(_ question: Message) throws(EnrolmentTrouble) -> SecretBytes {
    try asking(Person.text([question.text]))
  }

  /// Says one line.
  borrowing func say(_ line: Message, isError: Bool = false) throws(EnrolmentTrouble) {
    let text = try Person.text([line.text])
    do throws(Silence) { try tell(text, isError: isError) } catch { throw .silence }
  }

  /// Shows the key and asks for a code of it.
  borrowing func show(
    _ new: borrowing NewKey, _ view: KeyView, _ display: LoginDisplay, _ remark: String?
  ) throws(EnrolmentTrouble) -> SecretBytes {
    let introduction =
      display == .plain
      ? said("Add an entry of this key to an authenticator app, and type its code.")
      : said("Scan this with an authenticator app, or type the key into it.")
    let note = said("If it looks wrong: type a for ASCII, f for full blocks, k for the key alone.")
    let sheet = KeySheet(uri: new.uri, introduction: introduction, note: display == .plain ? nil : note)
    let drawn = try sheet.drawn(view, secret: new.secret.bytes)
    let question = said("Code shown by the app: ")
    let remark = drawn.isDrawn ? "" : said("There is no room for that drawing.") + "\n"
    return try present(drawn.text, remark + question, display)
  }

  /// Asks once more, the key being on the screen already.
  borrowing func askAgain(_ remark: String?, _ display: LoginDisplay) throws(EnrolmentTrouble) -> SecretBytes {
    let question = said("Code shown by the app: ")
    return try present(Person.text([]), remark.map { "\($0)\n\(question)" } ?? question, display)
  }

  /// Says that the device is stored.
  borrowing func sayDone(_ display: LoginDisplay) throws(EnrolmentTrouble) {
    guard display == .message else { return }
    try say("Your second factor is set up.")
  }

  /// Shows recovery codes until they are written down.
  borrowing func showRecoveryCodes(_ codes: borrowing RecoveryCodes, _ display: LoginDisplay) throws(EnrolmentTrouble) {
    var text = try Person.text([
      "", said("Recovery codes, each good for one login without the device:"), "", "",
    ])
    for index in 0..<RecoveryCodeSet.size {
      text.append("  ")
      codes.write(index, to: &text)
      if index % 2 == 1 { text.append("\n") }
    }
    text.append("\n")
    text.append(said("They are not shown again. Keep them away from the device."))
    text.append("\n")
    _ = try present(text, said("Press Enter when you have written them down: "), display)
  }

  /// Lines where the service shows them, and a question behind them.
  private borrowing func present(
    _ lines: borrowing SecretBytes, _ question: String, _ display: LoginDisplay
  ) throws(EnrolmentTrouble) -> SecretBytes {
    if display == .message, lines.count > 0 {
      do throws(Silence) { try tell(lines) } catch { throw .silence }
      return try asking(Person.text([question]))
    }
    var text: SecretBytes
    do throws(SystemFailure) {
      text = try SecretBytes(capacity: lines.count + question.utf8.count + 1)
    } catch {
      throw .system(error)
    }
    text.append(lines.bytes)
    text.append(question)
    return try asking(text)
  }

  private borrowing func asking(_ text: borrowing SecretBytes) throws(EnrolmentTrouble) -> SecretBytes {
    do throws(Silence) { return try ask(text) } catch { throw .silence }
  }

  /// Lines of text that is no secret, in room for more.
  private static func text(_ lines: [String]) throws(EnrolmentTrouble) -> SecretBytes {
    do throws(SystemFailure) {
      var text = try SecretBytes(capacity: CompanionPacket.longest - 1)
      text.append(lines.joined(separator: "\n"))
      return text
    } catch {
      throw .system(error)
    }
  }
}
