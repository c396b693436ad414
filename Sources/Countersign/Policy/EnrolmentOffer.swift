/// Whether a login begins with an enrolment. A pure function of policy and facts.
public enum EnrolmentOffer: Equatable, Sendable {
  /// It goes on as if there were no enrolment at login. Where a code is asked for, a ticket may be typed in its place.
  case none
  /// The user is enrolled now, or does not get in.
  case demanded
  /// The user may enrol now; `ticket` says whether a ticket is asked for first.
  case free(ticket: Bool)
  /// It would be demanded, but nobody could read a QR code.
  case needsTerminal

  /// What is known of the login of a user without a device.
  public struct Facts: Equatable, Sendable {
    /// Whether the ticket was typed already.
    public let ticketWasTyped: Bool
    /// Whether the user has a ticket that holds.
    public let hasTicket: Bool
    /// Whether there is an `EnrollBy` whose day has not come.
    public let isBeforeEnrollBy: Bool
    /// Whether the user gets in without a device.
    public let passesWithout: Bool
    /// Whether somebody could read a QR code and answer.
    public let isInteractive: Bool

    public init(
      ticketWasTyped: Bool, hasTicket: Bool, isBeforeEnrollBy: Bool, passesWithout: Bool, isInteractive: Bool
    ) {
      self.ticketWasTyped = ticketWasTyped
      self.hasTicket = hasTicket
      self.isBeforeEnrollBy = isBeforeEnrollBy
      self.passesWithout = passesWithout
      self.isInteractive = isInteractive
    }
  }

  public init(_ rule: EnrolmentRule, _ facts: Facts) {
    let needsTicket: Bool
    switch rule {
    case .no:
      self = .none
      return
    case .withTicket: needsTicket = true
    case .withoutTicketBeforeEnrollBy: needsTicket = !facts.isBeforeEnrollBy
    case .withoutTicket: needsTicket = false
    }
    guard facts.isInteractive else {
      self = facts.passesWithout || needsTicket && !facts.ticketWasTyped ? .none : .needsTerminal
      return
    }
    if facts.ticketWasTyped {
      self = .demanded
    } else if facts.passesWithout {
      self = needsTicket ? facts.hasTicket ? .free(ticket: true) : .none : .free(ticket: false)
    } else {
      self = needsTicket ? .none : .demanded
    }
  }
}
