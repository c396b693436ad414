import Countersign
import OATH
import Words

/// Enrols a user in the conversation of a login: shows the key of a new device, and stores the device when its first
/// code is right. Until then nothing is stored.
struct LoginEnrolment {
  /// How many codes may be tried.
  private static let tries = 3
  /// How often the key may be drawn anew.
  private static let redraws = 6

  let order: CompanionOrder
  /// The mark of the ticket that was typed at the login; 0 for none.
  let ticket: UInt32
  let rule: EnrolmentRule
  let isBeforeEnrollBy: Bool
  /// Whether the person also gets in without.
  let passesWithout: Bool

  private var display: LoginDisplay { LoginDisplay(service: order.service) }

  /// - Returns: the last packet: how it ended, and behind ``EnrolmentEnding/enrolled`` the mark of the device.
  func conduct(with person: borrowing Person) throws(Silence) -> [UInt8] {
    do throws(EnrolmentTrouble) {
      let place = try EnrolmentPlace(order)
      switch EnrolmentOffer(rule, facts(place)) {
      case .none: return [EnrolmentEnding.notOffered.rawValue]
      case .needsTerminal:
        try person.say("Set up your second factor first: log in once at a terminal.", isError: true)
        return [EnrolmentEnding.needsTerminal.rawValue]
      case .demanded: return try enrol(byTicket: ticket, place, person)
      case .free(let asksForTicket):
        guard let shown = try wish(asksForTicket, place, person) else { return [EnrolmentEnding.declined.rawValue] }
        return try enrol(byTicket: shown, place, person)
      }
    } catch {
      return [try error.told(to: person, order).rawValue]
    }
  }

  private func facts(_ place: borrowing EnrolmentPlace) -> EnrolmentOffer.Facts {
    EnrolmentOffer.Facts(
      ticketWasTyped: ticket != 0, hasTicket: place.hasTicket, isBeforeEnrollBy: isBeforeEnrollBy,
      passesWithout: passesWithout, isInteractive: display != .message || order.terminal != nil)
  }

  /// Asks somebody who gets in either way.
  ///
  /// - Returns: the mark of the ticket that was typed, 0 where none is needed; `nil` for who goes on without.
  private func wish(
    _ asksForTicket: Bool, _ place: borrowing EnrolmentPlace, _ person: borrowing Person
  ) throws(EnrolmentTrouble) -> UInt32? {
    guard asksForTicket else {
      let answer = try person.ask("Set up a second factor for your logins now? [y/N] ")
      return Affirmation.says(answer.bytes) ? 0 : nil
    }
    let answer = try person.ask("Enrolment ticket (press Enter to go on without): ")
    guard answer.count > 0 else { return nil }
    return try place.takes(answer.bytes)
  }

  private func enrol(
    byTicket ticket: UInt32, _ place: borrowing EnrolmentPlace, _ person: borrowing Person
  ) throws(EnrolmentTrouble) -> [UInt8] {
    let new = try NewKey(user: order.user)
    guard let beginning = try confirm(new, person) else { return [EnrolmentEnding.abandoned.rawValue] }
    let mark = SecretMark(of: new.secret.bytes)
    let device = try place.store(new, beginning, byTicket: ticket)
    CompanionLog(order).enrolled(device)
    ChangeAnnouncement(.newDevice, of: order.user, at: order.request, device: device.name.bytes)
      .start(at: StoreLocation(root: order.root))
    try person.sayDone(display)
    if display != .plain { try offerRecoveryCodes(mark, place, person) }
    return [EnrolmentEnding.enrolled.rawValue] + mark.bytes
  }

  /// Shows the key until the device confirms that it has it.
  ///
  /// - Returns: `nil` when nothing was typed.
  private func confirm(_ new: borrowing NewKey, _ person: borrowing Person) throws(EnrolmentTrouble) -> FirstMoment? {
    var view = display == .plain ? KeyView.text : .halfBlocks
    var left = LoginEnrolment.tries
    var redraws = LoginEnrolment.redraws
    var remark: String?
    var isShown = false
    while true {
      let answer = isShown
        ? try person.askAgain(remark, display)
        : try person.show(new, view, display, remark)
      isShown = true
      guard answer.count > 0 else { return nil }
      if answer.count == 1, let other = KeyView(letter: answer.bytes[0]), redraws > 0, display != .plain {
        (view, redraws, isShown, remark) = (other, redraws - 1, false, nil)
        continue
      }
      let finding = try new.check(answer.bytes)
      if case .confirmed(let next, let drift) = finding { return FirstMoment(nextMovingFactor: next, drift: drift) }
      left -= 1
      guard left > 0 else { throw .wrongCodes }
      remark = try FirstCodeRemark.of(finding, triesLeft: left)
    }
  }

  private func offerRecoveryCodes(
    _ mark: SecretMark, _ place: borrowing EnrolmentPlace, _ person: borrowing Person
  ) throws(EnrolmentTrouble) {
    let answer = try person.ask("Make recovery codes, for when the phone is lost? [Y/n] ")
    guard !Affirmation.refuses(answer.bytes) else { return }
    let codes = try place.addRecoveryCodes(toDeviceOf: mark)
    CompanionLog(order).madeRecoveryCodes()
    try person.showRecoveryCodes(codes, display)
  }
}
