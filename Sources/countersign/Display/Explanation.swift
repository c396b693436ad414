import Countersign
import Words

/// A login that is only thought of, and what would become of it.
struct Explanation {
  let request: LoginRequest
  let preview: LoginPreview
  let location: StoreLocation
  /// Seconds since 1970.
  let now: UInt64

  init(_ request: LoginRequest, _ preview: LoginPreview, at location: StoreLocation, now: UInt64) {
    self.request = request
    self.preview = preview
    self.location = location
    self.now = now
  }

  /// How it ends.
  enum Result: String, Encodable {
    case letPass = "let-pass"
    case asked
    /// Whatever is typed.
    case refused
  }

  var result: Result {
    switch preview.outcome {
    case .skipped: .letPass
    case .asked: preview.leadsIn ? .asked : .refused
    case .refused, .unavailable: .refused
    }
  }

  /// Why, in one word, as the log has it.
  var reason: String {
    switch preview.outcome {
    case .skipped(let reason): reason.name.description
    case .refused(let refusal): refusal.reason.description
    case .unavailable(let failure): FailureExplanation(failure).reason.description
    case .asked:
      switch preview.enrolment {
      case .unknownUser: Refusal.unknownUser.reason.description
      case _ where preview.leadsIn: "required"
      case .enrolled: "no-factor-ready"
      case .some(.none), nil: Refusal.notEnrolled.reason.description
      }
    }
  }

  /// The line that decided.
  var decision: DecidingLine? {
    switch preview.outcome {
    case .skipped(let reason): reason.source.map(line)
    case .refused: (preview.settings?.whoseFactor.source).map(line)
    case .asked: (preview.settings?.mode.source).map(line)
    case .unavailable: nil
    }
  }

  func line(_ source: PolicySource) -> DecidingLine { DecidingLine(source, in: preview.policy) }

  var user: String { DisplayText.of(request.user) }
  /// Whose factor it is about.
  var owner: String { DisplayText.of(preview.owner ?? request.user) }

  /// What is wrong, where the store or the policy cannot serve.
  var complaint: Complaint? {
    guard case .unavailable(let failure) = preview.outcome else { return nil }
    return Complaint(failure, user: preview.owner ?? request.user, at: location)
  }
}
