import Countersign
import Words

/// A verdict in the words of `verify`.
struct VerdictReport {
  /// What `--json` prints.
  struct Facts: Encodable {
    let user: String
    /// `accepted`, `throttled`, `disabled`, `unavailable`, or why it was refused: `wrong-code`, `replayed-code`, …
    let result: String
    /// The device, or which recovery code it was.
    var device: String?
    /// Until when no code is looked at.
    var until: String?
  }

  private(set) var facts: Facts
  /// What is printed when the code was accepted.
  private(set) var text = ""
  /// What is wrong otherwise.
  private(set) var complaint: Complaint?

  init(_ verdict: Verdict, _ user: UserName, _ location: StoreLocation) {
    let name = DisplayText.of(user)
    facts = Facts(user: name, result: VerdictReport.result(verdict))
    switch verdict {
    case .accepted(let factor):
      facts.device = VerdictReport.device(factor)
      text = said("Accepted: \(VerdictReport.device(factor)).")
    case .refused(let refusal):
      if let factor = refusal.factor { facts.device = VerdictReport.device(factor) }
      complaint = VerdictReport.complaint(refusal, name)
    case .throttled(let until):
      facts.until = TimeText.universal(until)
      complaint = Complaint(
        "too many wrong codes: none is looked at before \(TimeText.second(until))",
        hint: "wait until then, or: countersign unlock \(name)")
    case .disabled:
      complaint = Complaint(
        "too many wrong codes: every device that could have answered is disabled",
        hint: "countersign unlock \(name) enables them again")
    case .unavailable(let failure): complaint = Complaint(failure, user: user, at: location)
    case .skipped, .conversationFailed, .misconfigured, .conducted:
      complaint = Complaint("nothing was checked", hint: "try again")
    }
  }

  private static func result(_ verdict: Verdict) -> String {
    switch verdict {
    case .accepted: "accepted"
    case .refused(let refusal): refusal.reason.description
    case .throttled: "throttled"
    case .disabled: "disabled"
    case .unavailable: "unavailable"
    case .skipped, .conversationFailed, .misconfigured, .conducted: "not-checked"
    }
  }

  private static func device(_ factor: FactorLabel) -> String {
    switch factor {
    case .device(_, let name, _): DisplayText.of(name)
    case .recoveryCode(let number): said("recovery code \(number)")
    case .temporaryCode: said("temporary code")
    }
  }

  private static func complaint(_ refusal: Refusal, _ name: String) -> Complaint {
    switch refusal {
    case .wrongCode:
      Complaint("the code is wrong", hint: "wait for the next one; countersign status \(name) counts wrong codes")
    case .notACode:
      Complaint(
        "no device of \(name) has codes like that",
        hint: "countersign status \(name) shows the devices; recovery codes have 16 letters and digits")
    case .foreignKey:
      Complaint(
        "this is the code of a key that is not one of \(name)'s",
        hint: "countersign status \(name) shows what the codes of each key begin with")
    case .unknownLayout:
      Complaint(
        "this is as long as the code of a key, but not in its letters",
        hint: "touch the key with a QWERTY, QWERTZ, AZERTY, Dvorak or Colemak keyboard layout")
    case .replayed(let factor):
      Complaint("the code of \(device(factor)) is right, but has been used already", hint: "wait for the next one")
    case .usedCodesAheadOfClock(let factor, let seconds):
      Complaint(
        "used codes of \(device(factor)) are \(TimeText.duration(seconds)) ahead of this machine's clock",
        hint: "if the clock is right now: countersign resync \(name) \(device(factor))")
    case .expiredTemporaryCode:
      Complaint(
        "the temporary code is right, but its time is over",
        hint: "countersign temporary-code \(name) makes another one")
    case .expiredSentCode(let factor):
      Complaint(
        "the code of \(device(factor)) is right, but its time is over",
        hint: "countersign send \(name) \(device(factor)) sends another one")
    case .disabledByAdministrator(let factor):
      Complaint(
        "\(device(factor)) was disabled by an administrator; nothing was checked",
        hint: "countersign enable-device \(name) \(device(factor)) enables it again")
    case .expiredDevice(let factor):
      Complaint(
        "\(device(factor)) has expired; nothing was checked",
        hint: "countersign expire \(name) \(device(factor)) gives it another end")
    case .ticketAlone, .enrolment:
      Complaint(
        "this is an enrolment ticket of \(name), which lets nobody in by itself",
        hint: "it is typed at a login, in place of the code, where the policy has Enroll at-login")
    case .emptyAnswer: Complaint("no code was given", hint: "nothing was checked")
    case .notEnrolled, .removedMeanwhile: Complaint(notEnrolled: name)
    case .unknownUser: Complaint("there is no account named \(name)", hint: "getent passwd shows the accounts")
    case .answerReplacedBySSHD, .key, .signatureCounter, .noEarlierAnswer, .userChanged, .callerUnknown:
      Complaint("this is no code", hint: "nothing was checked")
    }
  }
}
