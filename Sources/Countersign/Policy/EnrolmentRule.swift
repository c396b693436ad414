/// Whether those who have no second factor can enrol while they log in, and what has to stand behind them: without a
/// ticket the first factor alone enrols the second one.
public enum EnrolmentRule: UInt8, Equatable, Sendable {
  case no
  /// Whoever has a ticket from the helpdesk.
  case withTicket
  /// Whoever has a ticket, and everybody before the day of `EnrollBy`.
  case withoutTicketBeforeEnrollBy
  /// Everybody.
  case withoutTicket
}
