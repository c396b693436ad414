import Countersign

/// What `report --json` prints. Every list is in the order of the users' names.
struct ReportFacts: Encodable {
  struct User: Encodable {
    let user: String
    let devices: Int
    let lastUsed: String?
  }

  struct Missing: Encodable {
    let user: String
    /// Whether they are refused already.
    let refused: Bool
    /// For how many days they may do without.
    var days: UInt64?
    let decidedBy: DecidingLine?
  }

  struct Device: Encodable {
    let user: String
    let device: String
    let created: String?
    let lastUsed: String?
  }

  struct ExpiringDevice: Encodable {
    let user: String
    let device: String
    let expires: String?
  }

  struct Factor: Encodable {
    let user: String
    let factor: ExplanationFacts.Factor
  }

  struct Bypass: Encodable {
    let user: String
    let number: UInt32
    let until: String?
    let service: String?
    let network: String?
    let uses: UInt32?
    let by: String
    let reason: String
  }

  struct TemporaryCode: Encodable {
    let user: String
    let until: String?
    let by: String
  }

  let service: String
  /// How many accounts were looked at.
  let accounts: Int
  let enrolled: [User]
  let missing: [Missing]
  let unused: [Device]
  /// Within 30 days.
  let expiring: [ExpiringDevice]
  let notAsked: [Factor]
  let bypasses: [Bypass]
  let temporaryCodes: [TemporaryCode]
  let tokens: TokenCount

  init(_ report: HostReport, _ survey: AccountSurvey, _ policy: Policy, service: [UInt8]) {
    self.service = DisplayText.of(service)
    accounts = survey.people.count
    enrolled = report.enrolled.map {
      User(
        user: DisplayText.of($0.user), devices: $0.devices, lastUsed: TimeText.universal($0.lastUsed))
    }
    missing = report.missing.map { Missing($0, policy) }
    unused = report.unused.map {
      Device(
        user: DisplayText.of($0.user), device: DisplayText.of($0.device.name),
        created: TimeText.universal($0.device.created), lastUsed: TimeText.universal($0.lastUsed))
    }
    expiring = report.expiring.map {
      ExpiringDevice(
        user: DisplayText.of($0.user), device: DisplayText.of($0.device.name), expires: TimeText.universal($0.expires))
    }
    notAsked = report.resting.map { Factor(user: DisplayText.of($0.user), factor: ExplanationFacts.Factor($0.factor)) }
    tokens = report.tokens
    bypasses = report.bypasses.map { Bypass($0.user, $0.bypass.number, $0.bypass.terms) }
    temporaryCodes = report.temporaryCodes.map {
      TemporaryCode(
        user: DisplayText.of($0.user), until: TimeText.universal($0.code.until), by: DisplayText.of($0.code.by))
    }
  }
}

extension ReportFacts.Missing {
  fileprivate init(_ missing: HostReport.Missing, _ policy: Policy) {
    user = DisplayText.of(missing.user)
    switch missing.need {
    case .now(let source): (refused, decidedBy) = (true, DecidingLine(source, in: policy))
    case .within(let days, let source):
      (refused, decidedBy) = (false, DecidingLine(source, in: policy))
      self.days = days
    case .none: (refused, decidedBy) = (false, nil)
    }
  }
}

extension ReportFacts.Bypass {
  fileprivate init(_ user: UserName, _ number: UInt32, _ terms: Bypass.Terms) {
    self.user = DisplayText.of(user)
    self.number = number
    until = TimeText.universal(terms.until)
    service = terms.service.map { DisplayText.of($0) }
    network = terms.network.map { DisplayText.of($0) }
    uses = terms.uses
    by = DisplayText.of(terms.by)
    reason = DisplayText.of(terms.reason.bytes)
  }
}
