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
  /// How many of them are records that do not open under the host key.
  let sealedOtherwise: Int
  /// Where the host key is.
  let sealKey: String
  /// Users of whose two slots of state one is damaged; the other one serves.
  let damagedSlots: [String]
  /// Users who are enrolled and have no account any more.
  let withoutAccount: [String]
  /// Users whose account is another than the one that was enrolled.
  let otherAccount: [String]

  var findings: [Finding] {
    let found = [hasOtherKey ? otherKey : damaged, slots, accounts, strangers].compactMap { $0 }
    guard found.isEmpty else { return found }
    guard users > 0 else { return [.ok("records", "nobody is enrolled yet")] }
    let all = Message("\(users) user's record can be read", "\(users) users' records can be read", count: users)
    return [.ok("records", all)]
  }

  /// That every record was changed by somebody is less likely than that the key was.
  private var hasOtherKey: Bool { users > 1 && sealedOtherwise == users }

  private var otherKey: Finding {
    .fail(
      "records-of-other-key",
      "no user can log in: none of the \(users) records opens under \(sealKey), so it is another key than theirs",
      cure: """
        restore that file from a backup of this host; only if there is none, each user has to go and to be enrolled \
        again: countersign remove USER --all
        """)
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
