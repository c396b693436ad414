import Testing

@testable import countersign

@Suite struct ConfinementCheckTests {
  /// As the audit log has them, and as the kernel's log does.
  private static let selinux = """
    type=AVC msg=audit(1764130000.123:456): avc:  denied  { write } for  pid=812 comm="sshd" name="alice" dev="dm-0" \
    path="/var/lib/countersign/state/alice" scontext=system_u:system_r:sshd_t:s0 tclass=file permissive=0
    """
  private static let apparmor = """
    [ 12.3] audit: type=1400 audit(1764130001.000:457): apparmor="DENIED" operation="open" profile="/usr/sbin/sshd" \
    name="/etc/countersign/seal.key" pid=812 comm="sshd" requested_mask="r" denied_mask="r" fsuid=0 ouid=0
    """

  private func findings(
    _ selinux: ConfinementCheck.SELinux = .off, module: String? = nil, store: String? = nil, profiles: [String] = [],
    log: String = "", since: UInt64 = 0
  ) -> [Finding] {
    ConfinementCheck(
      selinux: selinux, moduleLabel: module, storeLabel: store, profiles: profiles,
      denials: Denial.all(in: log, since: since)
    ).findings
  }

  @Test("Without either, and without a refusal, all is well")
  func quiet() throws {
    try findings().expect("confinement", .ok, "neither")
    try findings(.enforcing, module: "system_u:object_r:lib_t:s0").expect("confinement", .ok, "SELinux is enforcing")
    try findings(.permissive).expect("confinement", .ok, "only warns")
  }

  @Test("A label of another place is told, with the way to the right one")
  func labels() throws {
    try findings(.enforcing, module: "unconfined_u:object_r:user_home_t:s0").expect(
      "selinux-label", .warn, "SELinux takes the module for user_home_t", cure: "restorecon")
    try findings(.enforcing, store: "unconfined_u:object_r:tmp_t:s0").expect(
      "selinux-label", .warn, "the store for tmp_t")
    findings(.off, module: "unconfined_u:object_r:user_home_t:s0").none("selinux-label")
  }

  @Test("What was refused to a login is told, each refusal once, and none that is old")
  func denials() throws {
    let twice = "\(ConfinementCheckTests.selinux)\nkernel: \(ConfinementCheckTests.selinux)"
    let denials = Denial.all(in: twice, since: 0)
    #expect(denials.map(\.path) == ["/var/lib/countersign/state/alice"])
    #expect(denials.map(\.time) == [1_764_130_000])
    try findings(.enforcing, log: twice).expect(
      "selinux-denied", .fail, "SELinux kept sshd from /var/lib/countersign/state/alice", cure: "ausearch")
    try findings(log: ConfinementCheckTests.apparmor).expect(
      "apparmor-denied", .fail, "AppArmor kept sshd from /etc/countersign/seal.key", cure: "apparmor_parser")
    try findings(log: ConfinementCheckTests.apparmor, since: 1_764_130_002).expect("confinement", .ok)
    let others = ConfinementCheckTests.apparmor.replacing("countersign", with: "others")
    try findings(log: others).expect("confinement", .ok)
  }

  @Test("A profile that is enforced on sshd is told as long as nothing says that it works")
  func profiles() throws {
    try findings(profiles: ["/usr/sbin/sshd"]).expect("apparmor-profile", .warn, "confines /usr/sbin/sshd")
  }
}
