import Testing

@testable import Countersign

/// The decision table of `Enroll`, row by row.
struct EnrolmentOfferTests {
  struct Row: CustomTestStringConvertible, Sendable {
    let rule: EnrolmentRule
    var typed = false
    var holds = false
    var before = false
    var passes = false
    var interactive = true
    let offer: EnrolmentOffer

    var testDescription: String {
      "\(rule) typed \(typed) holds \(holds) before \(before) passes \(passes) terminal \(interactive): \(offer)"
    }
  }

  static let rows: [Row] = [
    // Nobody enrols at a login.
    Row(rule: .no, offer: .none),
    Row(rule: .no, typed: true, holds: true, before: true, passes: true, offer: .none),
    // A ticket is needed. Whoever has to have a device is asked for a code as ever, and may type the ticket there.
    Row(rule: .withTicket, offer: .none),
    Row(rule: .withTicket, holds: true, offer: .none),
    Row(rule: .withTicket, typed: true, holds: true, offer: .demanded),
    Row(rule: .withTicket, before: true, offer: .none),
    // Whoever gets in anyhow is not asked for a code; so for a ticket, if there is one.
    Row(rule: .withTicket, passes: true, offer: .none),
    Row(rule: .withTicket, holds: true, passes: true, offer: .free(ticket: true)),
    Row(rule: .withTicket, holds: true, before: true, passes: true, offer: .free(ticket: true)),
    // Until a day none is needed.
    Row(rule: .withoutTicketBeforeEnrollBy, offer: .none),
    Row(rule: .withoutTicketBeforeEnrollBy, typed: true, holds: true, offer: .demanded),
    Row(rule: .withoutTicketBeforeEnrollBy, before: true, passes: true, offer: .free(ticket: false)),
    Row(rule: .withoutTicketBeforeEnrollBy, holds: true, before: true, passes: true, offer: .free(ticket: false)),
    Row(rule: .withoutTicketBeforeEnrollBy, before: true, offer: .demanded),
    Row(rule: .withoutTicketBeforeEnrollBy, passes: true, offer: .none),
    Row(rule: .withoutTicketBeforeEnrollBy, holds: true, passes: true, offer: .free(ticket: true)),
    // None is ever needed.
    Row(rule: .withoutTicket, offer: .demanded),
    Row(rule: .withoutTicket, holds: true, offer: .demanded),
    Row(rule: .withoutTicket, typed: true, holds: true, offer: .demanded),
    Row(rule: .withoutTicket, passes: true, offer: .free(ticket: false)),
    // Where nobody can read a QR code, nothing is shown; who cannot get in otherwise is told.
    Row(rule: .withTicket, interactive: false, offer: .none),
    Row(rule: .withTicket, holds: true, interactive: false, offer: .none),
    Row(rule: .withTicket, typed: true, holds: true, interactive: false, offer: .needsTerminal),
    Row(rule: .withTicket, holds: true, passes: true, interactive: false, offer: .none),
    Row(rule: .withoutTicket, interactive: false, offer: .needsTerminal),
    Row(rule: .withoutTicket, passes: true, interactive: false, offer: .none),
    Row(rule: .withoutTicketBeforeEnrollBy, before: true, passes: true, interactive: false, offer: .none),
  ]

  @Test("enrolment at login follows its decision table", arguments: rows)
  func row(_ row: Row) {
    let facts = EnrolmentOffer.Facts(
      ticketWasTyped: row.typed, hasTicket: row.holds, isBeforeEnrollBy: row.before, passesWithout: row.passes,
      isInteractive: row.interactive)
    #expect(EnrolmentOffer(row.rule, facts) == row.offer)
  }

  /// Whatever is combined: where a ticket is needed, nobody is enrolled who has shown none and cannot be asked for one.
  @Test("no combination enrols without a ticket where one is needed")
  func neverWithoutTicket() {
    for bits in 0..<16 {
      let facts = EnrolmentOffer.Facts(
        ticketWasTyped: false, hasTicket: bits & 1 != 0, isBeforeEnrollBy: bits & 2 != 0, passesWithout: bits & 4 != 0,
        isInteractive: bits & 8 != 0)
      let offer = EnrolmentOffer(.withTicket, facts)
      #expect(offer == .none || offer == .free(ticket: true))
    }
  }
}
