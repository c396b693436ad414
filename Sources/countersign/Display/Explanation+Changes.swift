import Countersign
import Words

extension Explanation {
  /// What would make the login end otherwise, the simplest first.
  var changes: [String] {
    switch preview.outcome {
    case .unavailable: complaint.map { [$0.hint] } ?? []
    case .refused: [said("--caller says whose factor is asked for; su and sudo tell it to the module")]
    case .skipped(let reason): changes(of: reason)
    case .asked: preview.leadsIn ? whenAsked : whenAskedInVain
    }
  }

  private func changes(of reason: SkipReason) -> [String] {
    switch reason {
    case .disabledHere(let source): [said("another Mode in \(place(source))")]
    case .notEnrolled(.argument):
      [
        said("countersign enroll \(owner): then a code is asked for"),
        said("the PAM line without nullok: then \(owner) is refused"),
      ]
    case .notEnrolled(let source):
      [
        said("countersign enroll \(owner): then a code is asked for"),
        said("Mode mandatory in \(place(source)): then \(owner) is refused until enrolled"),
      ]
    case .mustEnroll(_, let source):
      [
        said("countersign enroll \(owner): then a code is asked for"),
        said("the day in \(place(source)): then \(owner) is refused"),
      ]
    case .remembered(_, let source):
      [said("Remember none in \(place(source)), or the time, or another place: then a code is asked for")]
    case .bypassed: [said("the end of the bypass: then a code is asked for")]
    }
  }

  private var whenAsked: [String] {
    guard let mode = preview.settings?.mode else { return [] }
    return [said("Mode disabled in \(place(mode.source)): then nobody is asked there")]
  }

  private var whenAskedInVain: [String] {
    if preview.enrolment == .unknownUser {
      return [said("an account named \(owner); getent passwd shows those there are")]
    }
    var changes = preview.factors.compactMap(change)
    if preview.enrolment != .enrolled {
      changes.insert(said("countersign enroll \(owner)"), at: 0)
      if offersTickets { changes.insert(said("countersign invite \(owner): then the login itself enrols"), at: 1) }
    }
    if case .expired = preview.bypassStanding { changes.append(said("another bypass; this one is over")) }
    changes.append(said("countersign bypass \(owner) lets them pass for a while"))
    var unique: [String] = []
    for change in changes where !unique.contains(change) { unique.append(change) }
    return unique
  }

  private var offersTickets: Bool {
    guard let rule = preview.settings?.enroll.value, preview.ticketUntil == nil else { return false }
    return rule == .withTicket || rule == .withoutTicketBeforeEnrollBy
  }

  private func change(_ factor: FactorPreview) -> String? {
    switch factor.readiness {
    case .ready: nil
    case .notCounted(let source): said("Factors with \(FactorText.kind(factor.factor)) in \(place(source))")
    case .notDelivered:
      said("a Deliver in the policy file for the way that codes of \(FactorText.name(factor.factor)) go")
    case .notHere: nil
    case .disabledByAdministrator: said("countersign enable-device \(owner) \(FactorText.name(factor.factor))")
    case .waiting, .disabled: said("countersign unlock \(owner)")
    case .aheadOfClock: said("the right time on this machine's clock, or else countersign resync \(owner)")
    case .usedUp, .expired, .notYet, .superseded, .damaged:
      switch factor.factor {
      case .recoveryCodes: said("countersign recovery-codes \(owner)")
      case .temporaryCode: said("countersign temporary-code \(owner)")
      case .device where factor.readiness.isOver:
        said("countersign expire \(owner) \(FactorText.name(factor.factor)) never")
      case .device: said("countersign remove \(owner) --all and countersign enroll \(owner): the state is damaged")
      }
    }
  }

  private func place(_ source: PolicySource) -> String {
    switch source {
    case .builtIn: said("the policy file")
    case .argument: said("the PAM line")
    case .line(let number): said("line \(number)")
    }
  }
}

extension FactorReadiness {
  /// Whether its time is over.
  fileprivate var isOver: Bool {
    if case .expired = self { true } else { false }
  }
}
