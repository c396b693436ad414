import CPAM
import Countersign

/// The one mapping of outcomes to PAM codes; exhaustive, so that a new outcome does not compile without its code.
///
/// `PAM_IGNORE`, and `PAM_SUCCESS` without a verified factor, each stand at one place here (CVE-2025-23013 came from
/// an error path that returned `PAM_IGNORE`).
enum PAMResult {
  static func code(for outcome: EntryOutcome) -> CInt {
    switch outcome {
    case .login(.accepted, _), .login(.conducted(.accepted), _): PAM_SUCCESS
    case .login(.skipped, _), .login(.conducted(.skipped), _), .noAccountRule: PAM_IGNORE
    case .noCredentials: PAM_SUCCESS
    case .login(.refused, _), .login(.misconfigured, _), .noUser: PAM_AUTH_ERR
    case .login(.conducted(.refused), _), .login(.conducted(.misconfigured), _): PAM_AUTH_ERR
    case .login(.throttled, let service), .login(.disabled, let service): tooManyTries(service)
    case .login(.conducted(.throttled), let service), .login(.conducted(.disabled), let service): tooManyTries(service)
    case .login(.unavailable, _), .login(.conducted(.unavailable), _): PAM_AUTHINFO_UNAVAIL
    case .login(.conducted(.conversationFailed), _): PAM_CONV_ERR
    case .login(.conversationFailed(let failure), _): failureCode(failure.code)
    }
  }

  /// sshd ends the dialogue on `PAM_MAXTRIES`; GDM's prompt would spin for ever.
  private static func tooManyTries(_ service: [UInt8]) -> CInt {
    service.starts(with: "gdm") ? PAM_AUTH_ERR : PAM_MAXTRIES
  }

  /// The conversation's own code, unless it is one that could let somebody in.
  private static func failureCode(_ code: CInt) -> CInt {
    switch code {
    case PAM_CONV_ERR, PAM_BUF_ERR, PAM_ABORT, PAM_SYSTEM_ERR, PAM_AUTH_ERR: code
    default: PAM_CONV_ERR
    }
  }
}
