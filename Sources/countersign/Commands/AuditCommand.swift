import ArgumentParser
import Words

/// What has to do with the audit file.
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit", abstract: said("Check, show and rotate the audit file."),
    discussion: said("""
      Every login and every change is a line of JSON in /var/log/countersign/audit.jsonl, each tied to the one before \
      by a hash.
      """),
    subcommands: [AuditVerifyCommand.self, AuditShowCommand.self, AuditRotateCommand.self])
}
