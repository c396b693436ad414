import Countersign
import Words

/// What `explain` prints.
struct ExplanationText {
  private let explanation: Explanation
  private var preview: LoginPreview { explanation.preview }

  init(_ explanation: Explanation) {
    self.explanation = explanation
  }

  var lines: [String] {
    var lines = WrappedText.lines(said("\(login): \(result)."))
    if !decision.isEmpty { lines += ["", said("Policy")] + decision }
    if !question.isEmpty { lines += ["", said("Question")] + question }
    if !factors.isEmpty { lines += ["", said("Factors of \(explanation.owner)")] + factors }
    if !bypass.isEmpty { lines += ["", said("Bypass of \(explanation.owner)")] + bypass }
    let changes = explanation.changes
    if !changes.isEmpty { lines += ["", said("What would change it")] }
    for change in changes {
      let wrapped = WrappedText.lines(change, columns: WrappedText.columns - 4)
      lines += wrapped.enumerated().map { ($0.offset == 0 ? "  - " : "    ") + $0.element }
    }
    return lines
  }

  /// `alice by sshd from 192.0.2.7 at 2026-11-25 20:59`.
  private var login: String {
    let request = explanation.request
    var parts = [said("\(explanation.user) by \(DisplayText.of(request.service))", context: "a login")]
    if let address = request.address {
      parts.append(said("from \(DisplayText.of(address))", context: "a login"))
    } else if let terminal = request.terminal {
      parts.append(said("on \(DisplayText.of(terminal))", context: "a login"))
    }
    switch request.key {
    case .none: break
    case .ordinary: parts.append(said("with a key", context: "a login"))
    case .securityKey: parts.append(said("with a security key", context: "a login"))
    }
    parts.append(said("at \(TimeText.minute(explanation.now))", context: "a login"))
    return parts.joined(separator: said(" ", context: "between the parts of a login"))
  }

  private var result: String {
    switch preview.outcome {
    case .skipped(let reason): letPass(reason)
    case .refused: said("refused, as the one who calls is not known here")
    case .unavailable: said("refused, as \(explanation.complaint?.error ?? said("something fails"))")
    case .asked where preview.leadsIn: said("asked for a code")
    case .asked:
      switch preview.enrolment {
      case .unknownUser: said("asked for a code, and refused whatever it is: there is no such account")
      case .enrolled: said("asked for a code, and refused whatever it is: no factor can answer now")
      case .some(.none), nil: unenrolled
      }
    }
  }

  private var unenrolled: String {
    if preview.enrolmentOffer == .demanded { return said("enrolled by the login itself, or refused") }
    guard preview.settings?.enroll.value != .no, let ticket = preview.ticketUntil else {
      return said("asked for a code, and refused whatever it is: not enrolled")
    }
    return said("asked for a code, and enrolled by a ticket in its place until \(TimeText.minute(ticket))")
  }

  private func letPass(_ reason: SkipReason) -> String {
    switch reason {
    case .disabledHere: said("let pass without a code, as nobody is asked here")
    case .notEnrolled: said("let pass without a code, as \(explanation.owner) is not enrolled")
    case .mustEnroll(let days, _): 
      said(
        "let pass without a code, as there is \(days) day left to enrol",
        "let pass without a code, as there are \(days) days left to enrol", count: days)
    case .remembered(let since, _):
      said("let pass without a code, as the success of \(TimeText.minute(since)) is remembered")
    case .bypassed(let number): said("let pass without a code, by bypass \(number)")
    }
  }

  private var decision: [String] {
    guard let line = explanation.decision else { return [] }
    var lines: [String] = []
    switch line.source {
    case "line":
      lines += WrappedText.field(said("decided by"), line.short)
      if let match = line.matchLine, let text = line.matchText {
        lines += WrappedText.field(said("below", context: "a line of the policy"), said("line \(match), \(text)"))
      }
    case "argument": lines += WrappedText.field(said("decided by"), said("the argument nullok of the PAM line"))
    default: lines += WrappedText.field(said("decided by"), said("no line: those who are enrolled are asked"))
    }
    if case .skipped(.mustEnroll) = preview.outcome, let mode = preview.settings?.mode.source {
      lines += WrappedText.field(said("with", context: "a line of the policy"), explanation.line(mode).short)
    }
    return lines
  }

  private var question: [String] {
    guard case .asked = preview.outcome else { return notice }
    var parts = preview.prompt.split(separator: 10)
    var lines = WrappedText.field(said("prompt"), DisplayText.of(Array(parts.popLast() ?? [])))
    if let notice = preview.notice {
      lines += WrappedText.field(said("notice"), DisplayText.of(notice))
    } else if let notice = parts.first {
      lines += WrappedText.field(said("notice"), DisplayText.of(Array(notice)))
      lines += WrappedText.field("", said("sshd shows it in the question, on lines of its own"))
    }
    return lines
  }

  /// What is told where nobody is asked.
  private var notice: [String] {
    preview.told.map { WrappedText.field(said("told"), DisplayText.of($0)) } ?? []
  }

  private var factors: [String] {
    preview.factors.flatMap { factor -> [String] in
      let name = FactorText.name(factor.factor)
      let state = FactorReadinessText.of(factor, in: preview.policy)
      guard DisplayWidth.of(name) > WrappedText.valueColumn - 4 else { return WrappedText.field(name, state) }
      return ["  \(name)"] + WrappedText.field("", state)
    }
  }

  private var bypass: [String] {
    guard let bypass = preview.bypass, let standing = preview.bypassStanding else { return [] }
    return WrappedText.field(said("number"), "\(bypass.number)")
      + WrappedText.field(said("now"), BypassText.standing(standing))
  }
}
