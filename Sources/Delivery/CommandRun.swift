import Countersign

/// One run of a program that the policy names: checked, without privileges, with a time limit.
struct CommandRun {
  /// How long such a program may take.
  static let milliseconds: Int32 = 10_000

  let command: PolicyProgram
  /// Facts without anything secret; each name is preceded by `COUNTERSIGN_`.
  let facts: [(name: StaticString, value: [UInt8])]

  /// - Parameters:
  ///   - input: what it reads on standard input.
  ///   - settings: what it gets as descriptor 3.
  func carryOut(_ input: Span<UInt8>, settings: consuming FileDescriptor?) throws(DeliveryFailure) {
    if let flaw = ProgramFlaw(of: command.path) { throw .unfit(flaw) }
    let outcome: SandboxedProgram.Outcome
    do throws(SandboxedProgram.Failure) {
      outcome = try SandboxedProgram.run(
        command.path, command.arguments, environment: environment, input: input, settings: settings,
        milliseconds: CommandRun.milliseconds)
    } catch {
      throw .sandbox(error)
    }
    switch outcome.ending {
    case .exit(0): return
    case .exit(let status): throw .failed(status: status, complaint: CommandRun.firstLine(outcome.complaint))
    case .signal(let signal): throw .killed(signal: signal)
    case .timeIsOver: throw .timeIsOver
    }
  }

  private var environment: [[UInt8]] {
    let usual = [
      Array(ascii: "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"), Array(ascii: "LC_ALL=C"),
      Array(ascii: "HOME=/"),
    ]
    return usual + facts.map { fact in
      Array(ascii: "COUNTERSIGN_") + Array(ascii: fact.name) + [UInt8(ascii: "=")] + CommandRun.line(fact.value)
    }
  }

  /// Foreign bytes as one line: what could end it or steer a terminal is a question mark.
  static func line(_ bytes: [UInt8]) -> [UInt8] {
    bytes.map { $0 < 0x20 || $0 == 0x7F ? UInt8(ascii: "?") : $0 }
  }

  private static func firstLine(_ complaint: [UInt8]) -> [UInt8] {
    Array(complaint.prefix { $0 != UInt8(ascii: "\n") }.prefix(200))
  }
}
