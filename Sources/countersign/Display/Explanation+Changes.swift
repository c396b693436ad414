import Countersign

extension Explanation {
  /// What would make the login end otherwise, the simplest first.
  var changes: [String] {
    switch preview.outcome {
    case .unavailable: complaint.map { [$0.hint] } ?? []
    case .refused: ["--caller says whose factor is asked for; su and sudo tell it to the module"]
    case .skipped(let reason): changes(of: reason)
    case .asked: preview.leadsIn ? whenAsked : whenAskedInVain
    }
  }

  private func changes(of reason: SkipReason) -> [String] {
    switch reason {
    case .disabledHere(let source): ["another Mode in \(place(source))"]
    case .notEnrolled(.argument):
      ["countersign enroll \(owner): then a code is asked for", "the PAM line without nullok: then \(owner) is refused"]
    case .notEnrolled(let source):
      [
        "countersign enroll \(owner): then a code is asked for",
        "Mode mandatory in \(place(source)): then \(owner) is refused until enrolled",
      ]
    case .mustEnroll(_, let source):
      ["countersign enroll \(owner): then a code is asked for", "the day in \(place(source)): then \(owner) is refused"]
    case .remembered(_, let source):
      ["Remember none in \(place(source)), or the time, or another place: then a code is asked for"]
    case .bypassed: ["the end of the bypass: then a code is asked for"]
    }
  }

  private var whenAsked: [String] {
    guard let mode = preview.settings?.mode else { return [] }
    return ["Mode disabled in \(place(mode.source)): then nobody is asked there"]
  }

  private var whenAskedInVain: [String] {
    if preview.enrolment == .unknownUser { return ["an account named \(owner); getent passwd shows those there are"] }
    var changes = preview.factors.compactMap(change)
    if preview.enrolment != .enrolled { changes.insert("countersign enroll \(owner)", at: 0) }
    if case .expired = preview.bypassStanding { changes.append("another bypass; this one is over") }
    changes.append("countersign bypass \(owner) lets them pass for a while")
    var unique: [String] = []
    for change in changes where !unique.contains(change) { unique.append(change) }
    return unique
  }

  private func change(_ factor: FactorPreview) -> String? {
    switch factor.readiness {
    case .ready: nil
    case .notCounted(let source): "Factors with \(FactorText.kind(factor.factor)) in \(place(source))"
    case .disabledByAdministrator: "countersign enable-device \(owner) \(FactorText.name(factor.factor))"
    case .waiting, .disabled: "countersign unlock \(owner)"
    case .aheadOfClock: "the right time on this machine's clock, or else countersign resync \(owner)"
    case .usedUp, .expired, .notYet, .superseded, .damaged:
      switch factor.factor {
      case .recoveryCodes: "countersign recovery-codes \(owner)"
      case .temporaryCode: "countersign temporary-code \(owner)"
      case .device where factor.readiness.isOver: "countersign expire \(owner) \(FactorText.name(factor.factor)) never"
      case .device: "countersign remove \(owner) --all and countersign enroll \(owner): the state is damaged"
      }
    }
  }

  private func place(_ source: PolicySource) -> String {
    switch source {
    case .builtIn: "the policy file"
    case .argument: "the PAM line"
    case .line(let number): "line \(number)"
    }
  }
}

extension FactorReadiness {
  /// Whether its time is over.
  fileprivate var isOver: Bool {
    if case .expired = self { true } else { false }
  }
}
