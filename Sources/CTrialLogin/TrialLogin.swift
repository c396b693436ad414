import CPAMTrial
import Countersign

/// One login through libpam that is tried: by PAM files in a directory of their own, in a process that is started for
/// it, with answers known beforehand.
public struct TrialLogin: Sendable {
  /// The PAM service.
  public let service: [UInt8]
  public let user: UserName
  /// The directory that takes the place of `/etc/pam.d`.
  public let configuration: FilePath
  /// The address that it comes from (`PAM_RHOST`).
  public var address: [UInt8]?
  /// `PAM_TTY`.
  public var terminal: [UInt8]?
  /// Who calls su or sudo (`PAM_RUSER`).
  public var caller: [UInt8]?
  /// Whose process it is, where that is not this one's user.
  public var realUser: UInt32?
  /// `SSH_CONNECTION` of the PAM environment, which sshd sets.
  public var connection: [UInt8]?
  /// `SSH_AUTH_INFO_0` of the PAM environment, which sshd sets.
  public var authenticationInfo: [UInt8]?
  /// The program that carries it out: one that calls ``carryOut()`` when it is started by ``programName``.
  public var program = TrialLogin.thisProgram

  /// The program that this process runs.
  public static let thisProgram = FilePath(Array("/proc/self/exe".utf8))
  /// How a program is called that is to carry one out.
  public static let programName = CS_TRIAL_NAME

  /// Carries out a login that another process tries, which has started this one by ``programName``.
  public static func carryOut() -> Never {
    // SAFETY: takes nothing, and never returns.
    unsafe cs_trial_serve()
  }

  public init(service: [UInt8], user: UserName, configuration: FilePath) {
    self.service = service
    self.user = user
    self.configuration = configuration
  }

  /// Logs in.
  ///
  /// - Parameters:
  ///   - answers: those to the questions in their order; the rest is answered by an empty line.
  ///   - breaksOff: whether the conversation fails instead where no answer is left, as it does at a Ctrl-C.
  ///   - seconds: after which the child is killed.
  /// - Throws: `EINVAL` for a NUL in a text, `E2BIG` for too many answers, or what keeps a process from being made.
  public func run(
    answers: [SharedSecret] = [], breaksOff: Bool = false, seconds: UInt32
  ) throws(Errno) -> TrialEnding {
    // SAFETY: belongs to this call alone, and is freed once, on every path.
    guard let trial = unsafe cs_trial_new() else { throw .noMemory }
    defer { unsafe cs_trial_free(trial) }
    try unsafe fill(trial)
    for answer in answers { try unsafe TrialLogin.add(answer.secret, to: trial) }
    // SAFETY: `trial` lives until this function ends, and the result is a value of this function.
    if breaksOff { unsafe cs_trial_break_off(trial) }
    var result = cs_trial_result()
    try TrialLogin.check(unsafe cs_trial_run(trial, seconds, &result))
    return TrialEnding(result, questions: unsafe TrialLogin.questions(trial))
  }

  private func fill(_ trial: OpaquePointer) throws(Errno) {
    let texts: [(cs_trial_text, [UInt8]?)] = [
      (cs_trial_program, program.bytes), (cs_trial_service, service), (cs_trial_user, user.bytes),
      (cs_trial_configuration, configuration.bytes), (cs_trial_remote_host, address), (cs_trial_terminal, terminal),
      (cs_trial_caller, caller), (cs_trial_connection, connection), (cs_trial_auth_info, authenticationInfo),
    ]
    for (which, text) in texts {
      guard let text else { continue }
      // SAFETY: the caller's trial is alive, and the pointer comes with the count of its own array.
      let result = unsafe text.withUnsafeBufferPointer {
        unsafe cs_trial_set(trial, which.rawValue, $0.baseAddress, $0.count)
      }
      try TrialLogin.check(result)
    }
    // SAFETY: as above.
    if let realUser { unsafe cs_trial_set_real_user(trial, realUser) }
  }

  private static func add(_ answer: borrowing SecretBytes, to trial: OpaquePointer) throws(Errno) {
    let bytes = answer.bytes
    // SAFETY: the caller's trial is alive, and the pointer comes with the count of its own span.
    let result = unsafe bytes.withUnsafeBufferPointer { unsafe cs_trial_add_answer(trial, $0.baseAddress, $0.count) }
    try check(result)
  }

  private static func questions(_ trial: OpaquePointer) -> [[UInt8]] {
    var buffer = [UInt8](repeating: 0, count: 2_048)
    // SAFETY: the caller's trial is alive, and the pointer comes with the count of its own array.
    let length = unsafe buffer.withUnsafeMutableBufferPointer {
      unsafe cs_trial_copy_questions(trial, $0.baseAddress, $0.count)
    }
    return buffer.prefix(length).split(separator: 0, omittingEmptySubsequences: false).dropLast().map { Array($0) }
  }

  private static func check(_ result: Int32) throws(Errno) {
    guard result < 0 else { return }
    throw Errno(rawValue: -result)
  }
}
