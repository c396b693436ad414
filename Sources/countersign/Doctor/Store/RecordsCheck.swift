/// Whether what is stored of everybody can be read.
struct RecordsCheck {
  /// Somebody of whom something is wrong.
  struct Trouble: Equatable {
    let user: String
    let complaint: Complaint
  }

  let users: Int
  /// Records and states that cannot be read.
  let unreadable: [Trouble]
  /// Users of whose two slots of state one is damaged; the other one serves.
  let damagedSlots: [String]
  /// Users who are enrolled and have no account any more.
  let withoutAccount: [String]
  /// Users whose account is another than the one that was enrolled.
  let otherAccount: [String]

  var findings: [Finding] {
    let found = [damaged, slots, accounts, strangers].compactMap { $0 }
    guard found.isEmpty else { return found }
    let all = count(users, "user's record", "users' records")
    return [.ok("records", users == 0 ? "nobody is enrolled yet" : "\(all) can be read")]
  }

  private var damaged: Finding? {
    guard let first = unreadable.first else { return nil }
    let more = unreadable.count > 1 ? " (and \(unreadable.count - 1) more)" : ""
    return .fail(
      "records", "\(first.user) cannot log in: \(first.complaint.error)\(more)", cure: first.complaint.hint)
  }

  private var slots: Finding? {
    guard !damagedSlots.isEmpty else { return nil }
    return .warn(
      "state-slots",
      "one of two copies of the state of \(NameList.of(damagedSlots)) is damaged; the other one serves",
      cure: "countersign doctor --fix writes it anew; look for disk errors: dmesg")
  }

  private var accounts: Finding? {
    guard let first = withoutAccount.first else { return nil }
    return .warn(
      "records-without-account", "\(NameList.of(withoutAccount)) \(withoutAccount.count == 1 ? "has" : "have") devices "
        + "and no account",
      cure: "countersign remove \(first) --all, if the account is gone for good")
  }

  private var strangers: Finding? {
    guard let first = otherAccount.first else { return nil }
    return .fail(
      "records-of-other-account",
      "\(NameList.of(otherAccount)) cannot log in: enrolled under another uid than the account has now",
      cure: "countersign remove \(first) --all, then countersign enroll \(first)")
  }

  private func count(_ number: Int, _ one: String, _ more: String) -> String {
    "\(number) \(number == 1 ? one : more)"
  }
}
