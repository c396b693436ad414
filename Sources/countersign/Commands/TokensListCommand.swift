import ArgumentParser
import Countersign
import OATH
import Words

/// Shows the hardware tokens there are.
struct TokensListCommand: LookingCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: said("List hardware tokens, what they are, and who has them."))

  @Flag(help: .said("Only those that nobody has."))
  var free = false

  @Flag(help: .said("Print JSON."))
  var json = false

  @OptionGroup var store: StoreOptions

  func run() throws {
    let workplace = try Workplace(store)
    let serials: [TokenSerial]
    do { serials = try workplace.store.tokenSerials() } catch {
      throw Complaint(error, user: nil, at: workplace.store.location)
    }
    var rows = [
      [said("SERIAL"), said("MANUFACTURER"), said("KIND"), said("DIGITS"), said("EXPIRES"), said("STATE")]
    ]
    var all: [TokenFacts] = []
    var failures = 0
    for serial in serials {
      do throws(Complaint) {
        let token = try workplace.token(serial)
        let standing = workplace.store.standing(of: token)
        if free, case .assigned = standing { continue }
        all.append(TokenFacts(token, standing))
        if !json { rows.append(row(token, standing)) }
      } catch {
        // Removed since the directory was read.
        if error == Complaint(.noSuchToken, token: serial, at: workplace.store.location) { continue }
        failures += 1
        Terminal.report(error)
      }
    }
    if json {
      try Terminal.current.say(verbatim: JSONText.of(all))
    } else if rows.count > 1 {
      for line in TableText.lines(rows) { try Terminal.current.say(verbatim: line) }
    }
    if failures > 0 { throw ExitCode(1) }
  }

  private func row(_ token: HardwareToken, _ standing: TokenStanding) -> [String] {
    [
      DisplayText.of(token.serial.bytes), token.manufacturer.map { DisplayText.of($0) } ?? "-",
      token.kind.name.description, token.kind.digits.map { "\($0.count)" } ?? "-",
      token.expires.map { TimeText.minute($0) } ?? said("never"),
      TokenText.standing(standing),
    ]
  }
}
