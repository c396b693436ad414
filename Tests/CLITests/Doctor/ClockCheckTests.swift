import Testing

@testable import countersign

@Suite struct ClockCheckTests {
  private func findings(
    _ sources: [ClockSource] = [ClockSource(name: "chrony", isSynchronised: true, ahead: 0.0002)], kernel: Bool? = nil,
    now: UInt64 = 1_000_000, latestEvent: UInt64 = 0, drifts: [Int64] = []
  ) -> [Finding] {
    ClockCheck(sources: sources, kernel: kernel, now: now, latestEvent: latestEvent, drifts: drifts).findings
  }

  @Test("What chronyc says is read")
  func chrony() {
    let text = """
      Reference ID    : C0000201 (192.0.2.1)
      Stratum         : 3
      Ref time (UTC)  : Thu Nov 26 04:05:16 2026
      System time     : 12.500000000 seconds slow of NTP time
      Last offset     : -0.000012345 seconds
      Leap status     : Normal
      """
    #expect(ClockSource(chrony: text) == ClockSource(name: "chrony", isSynchronised: true, ahead: -12.5))
    let fast = text.replacing("slow", with: "fast")
    #expect(ClockSource(chrony: fast)?.ahead == 12.5)
    let lost = text.replacing("Normal", with: "Not synchronised")
    #expect(ClockSource(chrony: lost) == ClockSource(name: "chrony", isSynchronised: false, ahead: nil))
    #expect(ClockSource(chrony: "506 Cannot talk to daemon\n") == nil)
  }

  @Test("What timedatectl and ntpq say is read")
  func others() {
    let text = "Timezone=Etc/UTC\nLocalRTC=no\nCanNTP=yes\nNTP=yes\nNTPSynchronized=yes\n"
    #expect(ClockSource(timedatectl: text) == ClockSource(name: "systemd-timesyncd", isSynchronised: true, ahead: nil))
    #expect(ClockSource(timedatectl: text.replacing("zed=yes", with: "zed=no"))?.isSynchronised == false)
    #expect(ClockSource(timedatectl: "") == nil)
    let ntp = "associd=0 status=0615 leap_none, sync_ntp, 1 event,\nstratum=3, precision=-24, offset=-2500.5, x=1"
    #expect(ClockSource(ntpq: ntp) == ClockSource(name: "ntpd", isSynchronised: true, ahead: 2.5005))
    #expect(ClockSource(ntpq: ntp.replacing("stratum=3", with: "stratum=16"))?.isSynchronised == false)
    #expect(ClockSource(ntpq: "Connection refused") == nil)
  }

  @Test("Somebody must keep the clock right")
  func synchronised() throws {
    try findings().expect("clock-synchronised", .ok, "chrony")
    try findings([], kernel: true).expect("clock-synchronised", .ok, "kernel")
    try findings([], kernel: false).expect("clock-synchronised", .warn, "nothing keeps", cure: "install chrony")
    try findings([]).expect("clock-synchronised", .warn)
    let lost = ClockSource(name: "chrony", isSynchronised: false, ahead: nil)
    try findings([lost]).expect("clock-synchronised", .warn, "no server", cure: "chronyc sources")
  }

  @Test("A clock that is off is told by how much", arguments: [
    (0.4, Finding.Grade.ok, "less than a second"), (-4.2, .ok, "4 s"), (-12.5, .warn, "slow"), (12.5, .warn, "fast"),
    (31, .fail, "31 s fast: codes are refused"),
  ])
  func offset(ahead: Double, grade: Finding.Grade, text: String) throws {
    let source = ClockSource(name: "chrony", isSynchronised: true, ahead: ahead)
    try findings([source]).expect("clock-offset", grade, text, cure: grade == .ok ? "" : "makestep")
  }

  @Test("A clock behind the last login was set back")
  func setBack() throws {
    try findings(latestEvent: 1_003_600).expect("clock-set-back", .fail, "60 min behind")
    findings(latestEvent: 1_000_030).none("clock-set-back")
    findings(latestEvent: 900_000).none("clock-set-back")
  }

  @Test("When most devices are off in one direction, it is this clock")
  func devices() throws {
    try findings(drifts: [90, 60, 90, 120]).expect(
      "clock-devices", .warn, "4 of 4 devices say that this clock is 90 s slow")
    try findings(drifts: [-60, -60, -30, -60, 0]).expect("clock-devices", .warn, "60 s fast")
    try findings(drifts: [-60, 60, 0, 30]).expect("clock-devices", .ok)
    try findings(drifts: [0, 0, 0, 600]).expect("clock-devices", .ok)
    findings(drifts: [600, 600]).none("clock-devices")
  }
}
