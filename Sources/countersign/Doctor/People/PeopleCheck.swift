import Words

/// How the people of this machine stand.
struct PeopleCheck {
  /// Who must be enrolled and is not, and whether they are refused already.
  let missing: [String]
  let refused: Int
  /// Users of whom some device is locked, disabled after too many wrong codes, or disabled by an administrator.
  let locked: [String]
  let disabled: [String]
  let expired: [String]

  var findings: [Finding] {
    [unenrolled, lockedDevices, disabledDevices, expiredDevices].compactMap { $0 }
  }

  private var unenrolled: Finding? {
    guard !missing.isEmpty else { return .ok("people-missing", "everybody who must be enrolled is") }
    let (names, count) = (NameList.of(missing), missing.count)
    let text =
      switch refused {
      case 0: Message("\(names) must be enrolled and is not", "\(names) must be enrolled and are not", count: count)
      case count:
        Message(
          "\(names) must be enrolled and is not: refused now", "\(names) must be enrolled and are not: refused now",
          count: count)
      default: "\(names) must be enrolled and are not: \(refused) of them refused now" as Message
      }
    return .warn("people-missing", text, cure: "countersign report shows them all; countersign enroll USER")
  }

  private var lockedDevices: Finding? {
    guard let first = locked.first else { return nil }
    return .warn(
      "people-locked", "\(NameList.of(locked)) typed so many wrong codes that codes have to wait",
      cure: "if that was themselves: countersign unlock \(first)")
  }

  private var disabledDevices: Finding? {
    guard let first = disabled.first else { return nil }
    return .warn(
      "people-disabled", "a device of \(NameList.of(disabled)) is disabled",
      cure: "countersign status \(first) says why and since when")
  }

  private var expiredDevices: Finding? {
    guard let first = expired.first else { return nil }
    return .warn(
      "people-expired", "a device of \(NameList.of(expired)) counts no longer: it has expired",
      cure: "countersign status \(first) shows it; countersign expire or enroll gives them one that counts")
  }
}
