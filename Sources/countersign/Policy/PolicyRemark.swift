import Countersign

/// Something that is wrong with a policy, or may be.
struct PolicyRemark: Encodable {
  enum Kind: String, Encodable {
    /// Nobody is let in.
    case error
    case warning
  }

  let kind: Kind
  /// From 1.
  let line: UInt32
  /// From 1, in bytes.
  let column: UInt32
  /// In one word, for searching.
  let name: String
  let message: String
  let hint: String
}

extension PolicyRemark {
  init(_ flaw: PolicyFlaw) {
    self.init(
      kind: .error, line: flaw.line, column: flaw.column, name: flaw.reason.name.description, message: flaw.message,
      hint: flaw.hint)
  }

  init(_ warning: PolicyWarning) {
    self.init(
      kind: .warning, line: warning.line, column: warning.column, name: warning.trap.name, message: warning.message,
      hint: warning.hint)
  }
}

extension PolicyWarning.Trap {
  /// In one word, for searching.
  fileprivate var name: String {
    switch self {
    case .negationsOnly: "negations-only"
    case .neverWins: "never-wins"
    case .setsNothing: "sets-nothing"
    case .wholeNetwork: "whole-network"
    case .longRemember: "long-remember"
    case .rootLockedOut: "root-locked-out"
    case .unknownGroup: "unknown-group"
    case .enrollByPast: "enrol-by-past"
    case .enrollByWithoutMandatory: "enrol-by-without-mandatory"
    case .noFactorLeft: "no-factor-left"
    case .enrollWithoutTicket: "enrol-without-ticket"
    case .enrollBeforeNoDay: "enrol-before-no-day"
    case .onlySentCodes: "only-sent-codes"
    case .nothingSends: "nothing-sends"
    case .unfitCommand: "unfit-command"
    case .directoryNotUsable: "directory-not-usable"
    case .absenceLetsIn: "absence-lets-in"
    case .neverOffline: "never-offline"
    }
  }
}
