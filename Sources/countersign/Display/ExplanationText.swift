import Countersign

/// What `explain` prints.
struct ExplanationText {
  private let explanation: Explanation
  private var preview: LoginPreview { explanation.preview }

  init(_ explanation: Explanation) {
    self.explanation = explanation
  }

  var lines: [String] {
    var lines = WrappedText.lines("\(login): \(result).")
    if !decision.isEmpty { lines += ["", "Policy"] + decision }
    if !question.isEmpty { lines += ["", "Question"] + question }
    if !factors.isEmpty { lines += ["", "Factors of \(explanation.owner)"] + factors }
    if !bypass.isEmpty { lines += ["", "Bypass of \(explanation.owner)"] + bypass }
    let changes = explanation.changes
    if !changes.isEmpty { lines += ["", "What would change it"] }
    for change in changes {
      let wrapped = WrappedText.lines(change, columns: WrappedText.columns - 4)
      lines += wrapped.enumerated().map { ($0.offset == 0 ? "  - " : "    ") + $0.element }
    }
    return lines
  }

  /// `alice by sshd from 192.0.2.7 at 2026-11-25 20:59`.
  private var login: String {
    let request = explanation.request
    var text = "\(explanation.user) by \(DisplayText.of(request.service))"
    if let address = request.address { text += " from \(DisplayText.of(address))" }
    if let terminal = request.terminal, request.address == nil { text += " on \(DisplayText.of(terminal))" }
    switch request.key {
    case .none: break
    case .ordinary: text += " with a key"
    case .securityKey: text += " with a security key"
    }
    return text + " at \(TimeText.minute(explanation.now))"
  }

  private var result: String {
    switch preview.outcome {
    case .skipped(let reason): "let pass without a code, \(why(reason))"
    case .refused: "refused, as the one who calls is not known here"
    case .unavailable: "refused, as \(explanation.complaint?.error ?? "something fails")"
    case .asked where preview.leadsIn: "asked for a code"
    case .asked:
      switch preview.enrolment {
      case .unknownUser: "asked for a code, and refused whatever it is: there is no such account"
      case .enrolled: "asked for a code, and refused whatever it is: no factor can answer now"
      case .some(.none), nil: "asked for a code, and refused whatever it is: not enrolled"
      }
    }
  }

  private func why(_ reason: SkipReason) -> String {
    switch reason {
    case .disabledHere: "as nobody is asked here"
    case .notEnrolled: "as \(explanation.owner) is not enrolled"
    case .mustEnroll(let days, _): "as there \(days == 1 ? "is 1 day" : "are \(days) days") left to enrol"
    case .remembered(let since, _): "as the success of \(TimeText.minute(since)) is remembered"
    case .bypassed(let number): "by bypass \(number)"
    }
  }

  private var decision: [String] {
    guard let line = explanation.decision else { return [] }
    var lines: [String] = []
    switch line.source {
    case "line":
      lines += WrappedText.field("decided by", line.short)
      if let match = line.matchLine, let text = line.matchText {
        lines += WrappedText.field("below", "line \(match), \(text)")
      }
    case "argument": lines += WrappedText.field("decided by", "the argument nullok of the PAM line")
    default: lines += WrappedText.field("decided by", "no line: those who are enrolled are asked")
    }
    if case .skipped(.mustEnroll) = preview.outcome, let mode = preview.settings?.mode.source {
      lines += WrappedText.field("with", explanation.line(mode).short)
    }
    return lines
  }

  private var question: [String] {
    guard case .asked = preview.outcome else { return notice }
    var lines = WrappedText.field("prompt", DisplayText.of(Array(preview.prompt.split(separator: 10).last ?? [])))
    if let settings = preview.settings, let notice = settings.notice {
      lines += WrappedText.field("notice", DisplayText.of(notice.value))
      if preview.notice == nil {
        lines += WrappedText.field("", "sshd shows it in the question, on lines of its own")
      }
    }
    return lines
  }

  /// What is told where nobody is asked.
  private var notice: [String] {
    guard case .skipped(.mustEnroll(let days, _)) = preview.outcome else { return [] }
    return WrappedText.field("told", DisplayText.of(Notice.mustEnroll(days: days).text))
  }

  private var factors: [String] {
    preview.factors.flatMap { factor -> [String] in
      let name = FactorText.name(factor.factor)
      let state = FactorReadinessText.of(factor, in: preview.policy)
      guard name.count > WrappedText.valueColumn - 4 else { return WrappedText.field(name, state) }
      return ["  \(name)"] + WrappedText.field("", state)
    }
  }

  private var bypass: [String] {
    guard let bypass = preview.bypass, let standing = preview.bypassStanding else { return [] }
    return WrappedText.field("number", "\(bypass.number)") + WrappedText.field("now", BypassText.standing(standing))
  }
}
