import Words

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
    guard users > 0 else { return [.ok("records", "nobody is enrolled yet")] }
    let all = Message("\(users) user's record can be read", "\(users) users' records can be read", count: users)
    return [.ok("records", all)]
  }

  private var damaged: Finding? {
    guard let first = unreadable.first else { return nil }
    let others = unreadable.count - 1
    return .fail(
      "records",
      others == 0
        ? "\(first.user) cannot log in: \(first.complaint.error)"
        : "\(first.user) cannot log in: \(first.complaint.error) (and \(others) more)",
      cure: Message(verbatim: first.complaint.hint))
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
      "records-without-account",
      Message(
        "\(NameList.of(withoutAccount)) has devices and no account",
        "\(NameList.of(withoutAccount)) have devices and no account", count: withoutAccount.count),
      cure: "countersign remove \(first) --all, if the account is gone for good")
  }

  private var strangers: Finding? {
    guard let first = otherAccount.first else { return nil }
    return .fail(
      "records-of-other-account",
      "\(NameList.of(otherAccount)) cannot log in: enrolled under another uid than the account has now",
      cure: "countersign remove \(first) --all, then countersign enroll \(first)")
  }
}
