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
    let text = "\(NameList.of(missing)) must be enrolled and \(missing.count == 1 ? "is" : "are") not"
    let refusal = refused == 0 ? "" : refused == missing.count ? ": refused now" : ": \(refused) of them refused now"
    return .warn("people-missing", text + refusal, cure: "countersign report shows them all; countersign enroll USER")
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
