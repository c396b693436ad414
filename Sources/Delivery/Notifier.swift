import Countersign

/// Tells the program that the policy names under `Notify` of changes.
public struct Notifier {
  private let command: PolicyProgram

  /// - Returns: `nil` where the policy names none.
  public init?(_ policy: Policy) {
    guard let command = policy.notifier else { return nil }
    self.command = command
  }

  /// Runs it and waits for its end; what waits for nothing does this in a process of its own.
  public func tell(_ notice: ChangeNotice) throws(DeliveryFailure) {
    let run = CommandRun(
      command: command,
      facts: [
        ("KIND", Array(ascii: "change")), ("EVENT", Array(ascii: notice.event.name)), ("USER", notice.user.bytes),
        ("HOST", Host.name),
      ])
    let text = notice.text
    try run.carryOut(text.span, settings: nil)
  }
}
