import Countersign

/// What `report --json` prints. Every list is in the order of the users' names.
struct ReportFacts {
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

  let object: JSONObject

  init(_ report: HostReport, _ survey: AccountSurvey, _ policy: Policy, service: [UInt8]) {
    object = JSONObject(fields: [
      "service": .one(DisplayText.of(service)),
      // How many were looked at.
      "accounts": .one(survey.people.count),
      "enrolled": .list(report.enrolled) { User($0) },
      "missing": .list(report.missing) { Missing($0, policy) },
      "unused": .list(report.unused) { Device($0) },
      // Within 30 days.
      "expiring": .list(report.expiring) { ExpiringDevice($0) },
      "notAsked": .list(report.resting) {
        Factor(user: DisplayText.of($0.user), factor: ExplanationFacts.Factor($0.factor))
      },
      "bypasses": .list(report.bypasses) { Bypass($0.user, $0.bypass.number, $0.bypass.terms) },
      "temporaryCodes": .list(report.temporaryCodes) {
        TemporaryCode(
          user: DisplayText.of($0.user), until: TimeText.universal($0.code.until), by: DisplayText.of($0.code.by))
      },
      "tokens": .one(report.tokens),
    ])
  }
}

extension ReportFacts.User {
  fileprivate init(_ user: HostReport.EnrolledUser) {
    self.user = DisplayText.of(user.user)
    devices = user.devices
    lastUsed = TimeText.universal(user.lastUsed)
  }
}

extension ReportFacts.Device {
  fileprivate init(_ unused: HostReport.UnusedDevice) {
    user = DisplayText.of(unused.user)
    device = DisplayText.of(unused.device.name)
    created = TimeText.universal(unused.device.created)
    lastUsed = TimeText.universal(unused.lastUsed)
  }
}

extension ReportFacts.ExpiringDevice {
  fileprivate init(_ expiring: HostReport.ExpiringDevice) {
    user = DisplayText.of(expiring.user)
    device = DisplayText.of(expiring.device.name)
    expires = TimeText.universal(expiring.expires)
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
