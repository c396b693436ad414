import OATH

extension AuditTail {
  /// For a device that two codes in a row have found again.
  init(resynchronised factor: FactorLabel, _ finding: Resynchronisation.Finding) {
    self.init(severity: .warning, outcome: "warning", device: factor, reason: "resynchronised")
    switch finding {
    case .inStep(let drift):
      let seconds = UInt64(drift.magnitude).multipliedReportingOverflow(by: AuditTail.period(of: factor)).partialValue
      details = [AuditField(drift < 0 ? "seconds-behind" : "seconds-ahead", .number(seconds))]
    case .inCount(let passedOver): details = [AuditField("passed-over", .number(passedOver))]
    case .used, .notFound, .notACode, .needless: break
    }
  }

  /// In seconds; 0 for what has none.
  private static func period(of factor: FactorLabel) -> UInt64 {
    guard case .device(_, _, .totp(let period)) = factor else { return 0 }
    return period
  }
}
