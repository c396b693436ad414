import ArgumentParser

/// A kind of line on the command line, as it stands in the audit file.
enum AuditEventArgument: String, ExpressibleByArgument, CaseIterable {
  case login, warning, error, administration
}
