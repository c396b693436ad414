import LoginStacks
import Testing

@Suite("Plans for services")
struct ServicePlanTests {
  private static let byKey = "/usr/local/libexec/countersign/by-key"

  private func plan(
    _ service: String, _ style: ServiceStyle, _ files: [String: PAMFile]
  ) throws(PlanFlaw) -> ServicePlan {
    try ServicePlan(service: service, style: style, files: files, arguments: [], byKey: Self.byKey)
  }

  private func auth(_ plan: ServicePlan, _ service: String) -> [String] {
    plan.files[service]?.lines.filter { $0.text.hasPrefix("auth") || $0.text == "@include common-auth" }
      .map { $0.text.split(whereSeparator: { " \t".contains($0) }).joined(separator: " ") } ?? []
  }

  private func assessment(_ plan: ServicePlan, _ service: String) -> StackAssessment {
    StackAssessment(AuthStack(service: service, files: plan.files), isMeant: ServicePlan.isMeant)
  }

  private func expectUndone(_ plan: ServicePlan, _ service: String, _ files: [String: PAMFile]) {
    #expect(plan.files[service].map(ServicePlan.without)?.bytes == files[service]?.bytes)
    #expect(plan.files[service].map(ServicePlan.isMarked) == true)
  }

  @Test("Debian: one line behind the include, and everything else stays")
  func debian() throws {
    for (service, files) in [
      ("sshd", Files.debianSSHD), ("su", Files.debianSU), ("login", Files.debianLogin),
    ] {
      let plan = try plan(service, .passwordAndCode, files)
      #expect(auth(plan, service).contains("@include common-auth"))
      #expect(plan.changed.map(\.name) == [service])
      #expect(assessment(plan, service).wayInByCodeAlone == nil)
      expectUndone(plan, service, files)
    }
  }

  @Test("Fedora: the include that could end the stack becomes a substack")
  func fedora() throws {
    let sudo = try plan("sudo", .passwordAndCode, Files.fedora)
    #expect(auth(sudo, "sudo") == ["auth substack system-auth", "auth required pam_countersign.so"])
    expectUndone(sudo, "sudo", Files.fedora)
    let sshd = try plan("sshd", .passwordAndCode, Files.fedora)
    #expect(
      auth(sshd, "sshd") == [
        "auth substack password-auth", "auth required pam_countersign.so", "auth include postlogin",
      ])
    expectUndone(sshd, "sshd", Files.fedora)
    let su = try plan("su", .passwordAndCode, Files.fedora)
    #expect(auth(su, "su").contains("auth sufficient pam_rootok.so"))
    expectUndone(su, "su", Files.fedora)
  }

  @Test("Plain files: rules that could end the stack move into a substack of their own")
  func plain() throws {
    let plan = try plan("vpn", .passwordAndCode, Files.plain)
    #expect(plan.changed.map(\.name) == ["vpn", "countersign-first-vpn"])
    #expect(assessment(plan, "vpn").isSound)
    #expect(assessment(plan, "vpn").wayInByCodeAlone == nil)
    expectUndone(plan, "vpn", Files.plain)
  }

  @Test("Key and code: no line asks for a password any more")
  func keyAndCode() throws {
    for files in [Files.debianSSHD, Files.fedora] {
      let plan = try plan("sshd", .keyAndCode, files)
      let stack = AuthStack(service: "sshd", files: plan.files)
      #expect(!stack.steps.contains { $0.rule.map(ModuleNature.init) == .factor })
      #expect(assessment(plan, "sshd").isSound)
      expectUndone(plan, "sshd", files)
    }
  }

  @Test("Key or password, and code: one of both, then the code")
  func keyOrPassword() throws {
    for files in [Files.debianSSHD, Files.fedora] {
      let plan = try plan("sshd", .keyOrPasswordAndCode, files)
      #expect(assessment(plan, "sshd").isSound)
      #expect(assessment(plan, "sshd").wayInByCodeAlone == nil)
      #expect(auth(plan, "sshd").first == "auth [success=1 default=ignore] pam_exec.so quiet quiet_log \(Self.byKey)")
      expectUndone(plan, "sshd", files)
    }
  }

  @Test("Only for a group: the others pass by on purpose, and nobody else does")
  func group() throws {
    let plan = try plan("sudo", .codeOnlyFor(group: "wheel"), Files.fedora)
    #expect(assessment(plan, "sudo").isSound)
    #expect(!StackAssessment(AuthStack(service: "sudo", files: plan.files)).isSound)
    expectUndone(plan, "sudo", Files.fedora)
  }

  @Test("Enabled again in another style it is as if enabled in that style at first")
  func again() throws {
    let first = try plan("sshd", .passwordAndCode, Files.debianSSHD)
    let second = try plan("sshd", .keyAndCode, first.files)
    #expect(try second == plan("sshd", .keyAndCode, Files.debianSSHD).with(changedFrom: first.files))
    #expect(try plan("sshd", .passwordAndCode, first.files).changed.isEmpty)
  }

  @Test("What cannot be is refused with its reason")
  func refused() {
    #expect(throws: PlanFlaw.noFile) { try plan("nowhere", .passwordAndCode, Files.debianSSHD) }
    #expect(throws: PlanFlaw.needsSSHD) { try plan("su", .keyAndCode, Files.debianSU) }
    #expect(throws: PlanFlaw.unusableGroup) { try plan("su", .codeOnlyFor(group: "a b"), Files.debianSU) }
    #expect(throws: PlanFlaw.noFirstFactor) {
      try plan("x", .passwordAndCode, Files.service("x", "auth required pam_permit.so"))
    }
    #expect(throws: PlanFlaw.broken) { try plan("x", .passwordAndCode, Files.service("x", "@include nowhere")) }
  }

  @Test("A line that somebody else wrote is respected if it is sound, and named if it is not")
  func others() throws {
    let enabled = try plan("su", .passwordAndCode, Files.debianSU)
    #expect(throws: PlanFlaw.asksAlready(StackPlace(file: "su", line: 6, index: 5))) {
      try plan("su-l", .passwordAndCode, enabled.files)
    }
    let vain = Files.service("x", "auth sufficient pam_unix.so", "auth required pam_countersign.so")
    do throws(PlanFlaw) {
      _ = try plan("x", .passwordAndCode, vain)
      #expect(Bool(false), "planned")
    } catch {
      guard case .asksInVain(let place, let assessment) = error else {
        #expect(Bool(false), "\(error)")
        return
      }
      #expect(place.line == 2 && assessment.wayPast != nil)
    }
  }

  @Test("A file that ends without a newline, and one with a continued line, come back as they were")
  func odd() throws {
    for text in ["auth required pam_unix.so", "auth required \\\n   pam_unix.so\naccount required pam_unix.so"] {
      let files = Files.make(["x": text])
      let plan = try plan("x", .passwordAndCode, files)
      let restored = plan.files["x"].map(ServicePlan.without)?.bytes
      #expect(restored == Array(text.utf8) || restored == Array((text + "\n").utf8))
      #expect(assessment(plan, "x").isSound)
    }
    let continued = Files.make(["x": "auth sufficient \\\n   pam_unix.so\nauth required pam_deny.so\n"])
    expectUndone(try plan("x", .passwordAndCode, continued), "x", continued)
  }
}

extension ServicePlan {
  /// The same plan, as seen from other files.
  fileprivate func with(changedFrom files: [String: PAMFile]) -> ServicePlan? {
    try? ServicePlan(
      service: "sshd", style: .keyAndCode, files: files, arguments: [], byKey: "/usr/local/libexec/countersign/by-key")
  }
}
