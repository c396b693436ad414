import CPosix

/// A program that root starts and does not trust: it runs as an account that owns nothing, for a limited time, and is
/// told what it needs on standard input. For the command and its companion alone.
public enum SandboxedProgram {
  /// How a program ended.
  public enum Ending: Equatable, Sendable {
    case exit(Int32)
    case signal(Int32)
    /// It was ended.
    case timeIsOver
  }

  /// Why a program was not run.
  public enum Failure: Error, Equatable, Sendable {
    /// There is no account to run it as.
    case noAccount
    /// What root may could not be given up.
    case privilegesKept(Errno)
    case notStarted(Errno)
    /// The kernel does not take the program.
    case notRun(Errno)
  }

  /// What a program did.
  public struct Outcome: Equatable, Sendable {
    public let ending: Ending
    /// The beginning of what it wrote on standard error.
    public let complaint: [UInt8]
  }

  /// How much of what a program complains of is kept, in bytes.
  private static let longestComplaint = 512

  /// Runs a program and waits for its end.
  ///
  /// - Parameters:
  ///   - environment: all of it, as `NAME=value`.
  ///   - input: what it reads on standard input, at most 4,096 bytes.
  ///   - settings: a file that it gets as descriptor 3.
  ///   - milliseconds: then it is ended, with what it has started.
  public static func run(
    _ path: FilePath, _ arguments: [[UInt8]], environment: [[UInt8]], input: Span<UInt8>,
    settings: consuming FileDescriptor?, milliseconds: Int32
  ) throws(Failure) -> Outcome {
    guard !(arguments + environment + [path.bytes]).contains(where: { $0.contains(0) }) else {
      throw .notStarted(.invalid)
    }
    let words: [UInt8] = ([path.bytes] + arguments).flatMap { $0 + [0] }
    let variables: [UInt8] = environment.flatMap { $0 + [0] }
    let descriptor: Int32
    switch settings {
    case .some(let settings): descriptor = settings.number
    case .none: descriptor = -1
    }
    var complaint = [UInt8](repeating: 0, count: longestComplaint)
    // SAFETY: each pointer comes with the count of its own buffer, and the descriptor is open until this returns.
    let result = unsafe words.withUnsafeBufferPointer { words in
      unsafe variables.withUnsafeBufferPointer { variables in
        unsafe input.withUnsafeBufferPointer { input in
          unsafe complaint.withUnsafeMutableBufferPointer {
            unsafe cs_sandbox_run(
              words.baseAddress, words.count, variables.baseAddress, variables.count, input.baseAddress, input.count,
              descriptor, milliseconds, $0.baseAddress, $0.count)
          }
        }
      }
    }
    if let failure = Failure(result) { throw failure }
    return Outcome(ending: Ending(result), complaint: Array(complaint.prefix(result.complaint_length)))
  }
}

extension SandboxedProgram.Failure {
  fileprivate init?(_ result: cs_sandboxed) {
    let errno = Errno(rawValue: result.error)
    switch UInt32(bitPattern: result.step) {
    case cs_sandbox_done.rawValue: return nil
    case cs_sandbox_no_account.rawValue: self = .noAccount
    case cs_sandbox_privileges_kept.rawValue: self = .privilegesKept(errno)
    case cs_sandbox_not_run.rawValue: self = .notRun(errno)
    default: self = .notStarted(errno)
    }
  }
}

extension SandboxedProgram.Ending {
  fileprivate init(_ result: cs_sandboxed) {
    switch result.kind {
    case 0: self = .exit(result.number)
    case 1: self = .signal(result.number)
    default: self = .timeIsOver
    }
  }
}
