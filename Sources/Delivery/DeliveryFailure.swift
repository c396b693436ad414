import Countersign

/// Why a program that the policy names did not do its work. Holds nothing secret.
public enum DeliveryFailure: Error, Equatable, Sendable {
  /// The policy has no `Deliver` for this way.
  case noDeliverer(DeliveryName)
  /// Others than root could change the program, or it is none.
  case unfit(ProgramFlaw)
  /// Its settings cannot be handed over.
  case settings(StoreFailure)
  case sandbox(SandboxedProgram.Failure)
  /// It said itself that it failed; with the first line of what it complained of.
  case failed(status: Int32, complaint: [UInt8])
  case killed(signal: Int32)
  /// It took longer than ``CommandRun/milliseconds``.
  case timeIsOver

  /// As it stands in log lines.
  public var reason: StaticString {
    switch self {
    case .noDeliverer: "no-deliverer"
    case .unfit(.missing): "program-missing"
    case .unfit: "program-not-trusted"
    case .settings: "settings-unusable"
    case .sandbox(.noAccount): "no-account-to-run-it"
    case .sandbox: "program-not-started"
    case .failed: "program-failed"
    case .killed: "program-killed"
    case .timeIsOver: "program-too-slow"
    }
  }

  /// What else the log has.
  public var details: [AuditField] {
    switch self {
    case .failed(let status, let complaint):
      [AuditField("status", .number(UInt64(clamping: status))), AuditField("complaint", .foreign(complaint))]
    case .killed(let signal): [AuditField("signal", .number(UInt64(clamping: signal)))]
    case .sandbox(.privilegesKept(let errno)), .sandbox(.notStarted(let errno)), .sandbox(.notRun(let errno)):
      [AuditField("errno", .number(UInt64(clamping: errno.rawValue)))]
    case .noDeliverer(let name): [AuditField("via", .word(name.bytes))]
    case .unfit, .settings, .sandbox(.noAccount), .timeIsOver: []
    }
  }
}
