import Words

/// Whether SELinux or AppArmor stand between logins and our files.
struct ConfinementCheck {
  enum SELinux: Equatable {
    case off, permissive, enforcing
  }

  let selinux: SELinux
  /// SELinux's label of the module and of the store; `nil` where there is none.
  let moduleLabel: String?
  let storeLabel: String?
  /// Profiles of AppArmor that are enforced on programs that log people in.
  let profiles: [String]
  /// What was refused to programs and is about our files, the youngest last.
  let denials: [Denial]

  var findings: [Finding] {
    let found = [label, confined, denied].compactMap { $0 }
    return found.isEmpty ? [.ok("confinement", state)] : found
  }

  private var state: Message {
    switch selinux {
    case .enforcing: "SELinux is enforcing, and has refused nothing of ours"
    case .permissive: "SELinux only warns, and has nothing to say about ours"
    case .off: "neither SELinux nor AppArmor stands in the way"
    }
  }

  /// The type is the third part: `system_u:object_r:lib_t:s0`.
  private static func type(_ label: String) -> String {
    let parts = label.split(separator: ":")
    return parts.count > 2 ? String(parts[2]) : label
  }

  private var label: Finding? {
    guard selinux != .off else { return nil }
    let odd = ["home_t", "user_home_t", "user_tmp_t", "tmp_t", "admin_home_t", "default_t", "unlabeled_t"]
    for (what, label, path) in [
      (said("the module"), moduleLabel, said("the module's file")),
      (said("the store"), storeLabel, "-R /var/lib/countersign"),
    ] {
      guard let label, odd.contains(ConfinementCheck.type(label)) else { continue }
      return .warn(
        "selinux-label", "SELinux takes \(what) for \(ConfinementCheck.type(label)), which sshd may not read",
        cure: "give it back the label of its place: restorecon -v \(path)")
    }
    return nil
  }

  private var confined: Finding? {
    guard let first = profiles.first, denials.isEmpty else { return nil }
    return .warn(
      "apparmor-profile", "AppArmor confines \(NameList.of(profiles)), which may be kept from the store",
      cure: "let \(first) read /etc/countersign and write /var/lib/countersign and /var/log/countersign")
  }

  private var denied: Finding? {
    guard let last = denials.last else { return nil }
    let (program, path, number) = (last.program, last.path, denials.count)
    switch last.by {
    case .selinux:
      return .fail(
        "selinux-denied",
        number == 1
          ? "SELinux kept \(program) from \(path)" : "SELinux kept \(program) from \(path) (\(number) times lately)",
        cure: "restorecon -Rv /etc/countersign /var/lib/countersign /var/log/countersign; ausearch -m AVC tells more")
    case .apparmor:
      return .fail(
        "apparmor-denied",
        number == 1
          ? "AppArmor kept \(program) from \(path)" : "AppArmor kept \(program) from \(path) (\(number) times lately)",
        cure: "allow it in the profile's file in /etc/apparmor.d/local, and reload it: apparmor_parser -r")
    }
  }
}
