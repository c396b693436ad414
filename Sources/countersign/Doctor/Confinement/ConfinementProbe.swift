import Countersign

/// Looks at what SELinux and AppArmor do here.
enum ConfinementProbe {
  /// Parts of names of profiles that are about programs which log people in.
  private static let programs = ["sshd", "sudo", "login", "gdm", "lightdm", "sddm", "polkit", "cockpit"]

  static func check(_ location: StoreLocation, module: String?, now: UInt64) -> ConfinementCheck {
    ConfinementCheck(
      selinux: selinux, moduleLabel: module.flatMap(label),
      storeLabel: label(StorePaths(location, nil)[.baseDirectory]),
      profiles: profiles, denials: denials(now))
  }

  private static var selinux: ConfinementCheck.SELinux {
    switch HostFile.text(of: "/sys/fs/selinux/enforce") {
    case nil: .off
    case "1": .enforcing
    default: .permissive
    }
  }

  private static func label(_ path: String) -> String? {
    SecurityLabel.of(FilePath(Array(path.utf8))).map { String(decoding: $0, as: UTF8.self) }
  }

  /// Each line is a name and, in parentheses, what is done: `/usr/sbin/sshd (enforce)`.
  private static var profiles: [String] {
    let text = HostFile.text(of: "/sys/kernel/security/apparmor/profiles") ?? ""
    return text.split(separator: "\n").filter { $0.hasSuffix("(enforce)") }.map { String($0.dropLast(10)) }
      .filter { name in programs.contains { name.contains($0) } }
  }

  /// Those of the last day; older ones may have been cured.
  private static func denials(_ now: UInt64) -> [Denial] {
    let logs = ["/var/log/audit/audit.log", "/var/log/kern.log", "/var/log/messages"]
    let text = logs.compactMap { log in
      (try? HostFile.tail(of: log)).flatMap { $0 }.map { String(decoding: $0, as: UTF8.self) }
    }
    let kernel = Program.find("dmesg").flatMap { try? Program.run($0, [], deadline: 5) }?.outputText ?? ""
    return Denial.all(in: (text + [kernel]).joined(separator: "\n"), since: now - min(now, 86_400))
  }
}
