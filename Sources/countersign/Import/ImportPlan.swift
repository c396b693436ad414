import Countersign
import ForeignFormats
import Words

/// What an import is going to do: devices by account, and what is refused before anything is stored.
struct ImportPlan {
  /// What one account gets.
  struct Part {
    let account: Workplace.Account
    var tokens: [ImportedToken]
  }

  private(set) var parts: [Part] = []
  /// What nobody gets yet.
  private(set) var inventory: [ImportedToken] = []
  private(set) var findings: [ImportFinding] = []

  /// Finds out whose the devices are.
  ///
  /// - Parameters:
  ///   - others: what there is to say of files that could not be read.
  ///   - user: whose all of them are; `nil` leaves that to files and map.
  ///   - toInventory: whether what is nobody's goes into the inventory of hardware tokens, or is refused.
  init(
    _ files: [ImportedFile], others: [ImportFinding] = [], user: String?, map: UserMap, toInventory: Bool,
    _ workplace: borrowing Workplace
  ) throws(Complaint) {
    findings = files.flatMap(\.findings) + others
    let tokens = files.flatMap(\.tokens)
    if let user {
      try ImportPlan.requireOneOwner(tokens)
      if !tokens.isEmpty { parts = [Part(account: try workplace.account(user), tokens: tokens)] }
      return
    }
    for token in tokens {
      guard let owner = map.owner(of: token) else {
        if toInventory { inventory.append(token) } else { refuse(token, ImportPlan.withoutOwner) }
        continue
      }
      do { add(token, to: try ImportPlan.account(owner, workplace)) } catch { refuse(token, error) }
    }
  }

  /// That one account may get everything: a list of tokens for several people must not go to one of them.
  private static func requireOneOwner(_ tokens: [ImportedToken]) throws(Complaint) {
    guard Set(tokens.compactMap(\.owner)).count <= 1 else {
      throw Complaint(
        "the files have devices of more than one user", hint: "leave --user out; --map-users F says who is who")
    }
    guard tokens.filter({ $0.owner == nil && $0.serial != nil }).count <= 1 else {
      throw Complaint(
        "the files have more than one token, and --user is for one",
        hint: "--map-users F with lines of serial number and user says whose they are")
    }
  }

  private static let withoutOwner = Complaint(
    "the file does not say whose it is",
    hint: "--user U or --map-users F gives it to an account; --to-inventory keeps it for later")

  private static func account(
    _ name: [UInt8], _ workplace: borrowing Workplace
  ) throws(Complaint) -> Workplace.Account {
    do throws(Complaint) { return try workplace.account(String(decoding: name, as: UTF8.self)) } catch {
      throw Complaint(
        Message(verbatim: error.error), hint: "--map-users F says which account it is; or make the account first")
    }
  }

  private mutating func add(_ token: ImportedToken, to account: Workplace.Account) {
    if let index = parts.firstIndex(where: { $0.account.user == account.user }) {
      parts[index].tokens.append(token)
    } else {
      parts.append(Part(account: account, tokens: [token]))
    }
  }

  private mutating func refuse(_ token: ImportedToken, _ complaint: Complaint) {
    findings.append(ImportFinding(token.place, .refused(complaint.error, hint: complaint.hint)))
  }

  /// Stores what can be stored, each account's devices together or not at all.
  ///
  /// - Parameters:
  ///   - format: for the audit.
  ///   - dryRun: finds out the same and writes nothing.
  func carryOut(_ workplace: borrowing Workplace, format: String, dryRun: Bool) -> ImportReport {
    var findings = findings
    for part in parts {
      do throws(Complaint) {
        let storing = ImportStoring(part, now: workplace.now)
        findings += try storing.run(workplace, format: format, dryRun: dryRun)
      } catch {
        findings += part.tokens.map { ImportFinding($0.place, .refused(error.error, hint: error.hint)) }
      }
    }
    findings += InventoryImport(tokens: inventory, now: workplace.now).run(workplace, format: format, dryRun: dryRun)
    return ImportReport(findings, dryRun: dryRun)
  }
}
