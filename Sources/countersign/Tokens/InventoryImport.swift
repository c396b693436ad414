import Countersign
import ForeignFormats
import Words

/// Takes imported tokens that are nobody's into the inventory of hardware tokens.
struct InventoryImport {
  let tokens: [ImportedToken]
  /// Seconds since 1970.
  let now: UInt64

  /// - Parameters:
  ///   - format: for the audit.
  ///   - dryRun: finds out the same and writes nothing.
  func run(_ workplace: borrowing Workplace, format: String, dryRun: Bool) -> [ImportFinding] {
    var added = 0
    var findings: [ImportFinding] = []
    for token in tokens {
      do throws(Complaint) {
        let fate = try take(token, workplace, dryRun: dryRun)
        if case .added = fate { added += 1 }
        findings += InventoryImport.findings(on: token, fate)
      } catch {
        findings.append(ImportFinding(token.place, .refused(error.error, hint: error.hint)))
      }
    }
    if added > 0, !dryRun {
      workplace.changes.record(
        .addToken, of: nil,
        details: [
          AuditField("format", .foreign(Array(format.utf8))), AuditField("tokens", .number(UInt64(clamping: added))),
        ])
    }
    return findings
  }

  private enum Fate {
    case added(TokenSerial)
    case alreadyThere(TokenSerial)
  }

  private func take(
    _ token: ImportedToken, _ workplace: borrowing Workplace, dryRun: Bool
  ) throws(Complaint) -> Fate {
    guard let text = token.serial, let serial = TokenSerial(text) else {
      throw Complaint(
        token.serial == nil ? "it has no serial number" : "its serial number is not 1 to 64 printable characters",
        hint: "the inventory knows tokens by their serial numbers; --user U gives it to an account")
    }
    let new = NewToken(
      serial: serial, manufacturer: token.manufacturer.flatMap { DeviceName($0) }, kind: token.kind, added: now,
      expires: token.expires, nextMovingFactor: token.nextMovingFactor, drift: token.drift)
    let secret = token.secret
    let fate = try workplace.changing(serial) { (store) throws(AdministrationFailure) in
      dryRun
        ? try store.rehearseToken(new, secret: secret.secret)
        : try store.addToken(new, secret: secret.secret)
    }
    switch fate {
    case .added: return .added(serial)
    case .alreadyThere: return .alreadyThere(serial)
    }
  }

  private static func findings(on token: ImportedToken, _ fate: Fate) -> [ImportFinding] {
    switch fate {
    case .added(let serial):
      let text = said("inventory: \(DisplayText.of(serial.bytes)), \(DeviceText.parameters(token.kind))")
      return [ImportFinding(token.place, .taken(text))] + token.remarks.map { ImportFinding(token.place, .changed($0)) }
    case .alreadyThere(let serial):
      return [
        ImportFinding(
          token.place, .alreadyThere(said("inventory: \(DisplayText.of(serial.bytes)) has this very secret")))
      ]
    }
  }
}
