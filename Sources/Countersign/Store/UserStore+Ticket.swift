extension UserStore {
  /// Checks an enrolment ticket as a login would: a wrong one is a miss, and is on the disk as one before this returns.
  ///
  /// - Parameter now: seconds since 1970.
  /// - Returns: ``FactorOutcome/ticket(number:)`` for the right one.
  public borrowing func checkTicket(
    _ answer: Span<UInt8>, of user: UserName, now: UInt64, throttle: Throttle
  ) throws(AdministrationFailure) -> FactorOutcome {
    var outcome = FactorOutcome.notACode
    try change(user) { (stored, key) throws(AdministrationFailure) in
      guard let record = stored.record, record.ticket != nil, !record.isEnrolled else { throw .noTicket }
      var check = FactorCheck(record: record, state: stored.state, now: now, throttle: throttle)
      let code: TypedCode
      do throws(SystemFailure) { code = try TypedCode(answer) } catch { throw .store(.system(.state, error)) }
      do throws(StoreFailure) { _ = try check.accept(code, key: key) } catch { throw .store(error) }
      outcome = check.refusal()
      stored.state = check.state
    }
    return outcome
  }
}
