/// What a login would come to, found out without asking anybody and without writing anything.
public struct LoginPreview: Sendable {
  /// How the login would go.
  public enum Outcome: Equatable, Sendable {
    /// Policy asks for nothing.
    case skipped(SkipReason)
    /// A code is asked for; ``LoginPreview/factors`` says which could give one.
    case asked
    /// Whatever is typed.
    case refused(Refusal)
    case unavailable(StoreFailure)
  }

  /// How the login would go.
  public internal(set) var outcome = Outcome.unavailable(.incompleteState)
  /// What the policy says; `nil` where it cannot be read.
  public internal(set) var settings: PolicySettings?
  /// The policy that was read.
  public internal(set) var policy: Policy?
  /// What is asked, where it is.
  public internal(set) var prompt: [UInt8] = []
  /// What is told before, as a message of its own; with sshd it stands in ``prompt``.
  public internal(set) var notice: [UInt8]?
  /// What is told where nobody is asked.
  public internal(set) var told: [UInt8]?
  /// Whose factor is asked for.
  public internal(set) var owner: UserName?
  /// `nil` where nobody looks.
  public internal(set) var enrolment: Enrolment?
  /// Whether the login enrols the user, where somebody can read a QR code.
  public internal(set) var enrolmentOffer = EnrolmentOffer.none
  /// How long the user's enrolment ticket holds, seconds since 1970; `nil` without one that does.
  public internal(set) var ticketUntil: UInt64?
  /// Those that the owner has.
  public internal(set) var factors: [FactorPreview] = []
  public internal(set) var bypass: Bypass?
  public internal(set) var bypassStanding: BypassStanding?
  /// When a remembered success ends that holds here, seconds since 1970.
  public internal(set) var rememberedUntil: UInt64?

  /// Whether the person can get in: nothing is asked, or something could answer.
  public var leadsIn: Bool {
    switch outcome {
    case .skipped: true
    case .asked: factors.contains { $0.readiness == .ready }
    case .refused, .unavailable: false
    }
  }
}
