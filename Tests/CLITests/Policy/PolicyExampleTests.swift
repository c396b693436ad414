import Countersign
import Foundation
import Testing

/// What the worked examples of countersign.conf(5) decide.
@Suite struct PolicyExampleTests {
  /// A login and its decision, `ask`, `pass`, or the number of days that are left to enrol.
  struct Case: CustomTestStringConvertible {
    let example: Int
    var user = "alice"
    var service = "sshd"
    var address: String? = "203.0.113.9"
    var groups: [String] = []
    var key = VerifiedKey.none
    var day = "2026-11-25"
    var minute: UInt16 = 720
    var enrolled = false
    let decision: String

    var testDescription: String { "example \(example), \(user) by \(service), \(groups), \(day): \(decision)" }
  }

  private static let bastion = [
    Case(example: 0, enrolled: true, decision: "ask"),
    Case(example: 0, decision: "ask"),
    Case(example: 0, key: .securityKey, decision: "pass"),
    Case(example: 0, key: .ordinary, decision: "ask"),
    Case(example: 0, user: "monitor", address: "2001:db8:20::5", decision: "pass"),
    Case(example: 0, user: "monitor", decision: "ask"),
    Case(example: 0, user: "root", service: "login", address: nil, decision: "pass"),
  ]
  private static let office = [
    Case(example: 1, decision: "pass"),
    Case(example: 1, enrolled: true, decision: "ask"),
    Case(example: 1, service: "login", address: nil, enrolled: true, decision: "pass"),
    Case(example: 1, service: "sudo", groups: ["sudo"], decision: "ask"),
    Case(example: 1, service: "sudo", decision: "pass"),
  ]
  private static let cards = [
    Case(example: 2, decision: "ask"),
    Case(example: 2, user: "backup", address: "10.9.0.17", decision: "pass"),
    Case(example: 2, user: "backup", address: "10.9.0.18", decision: "ask"),
    Case(example: 2, user: "backup", service: "sudo", address: "10.9.0.17", decision: "ask"),
  ]
  private static let laboratory = [
    Case(example: 3, groups: ["staff"], decision: "96"),
    Case(example: 3, groups: ["staff"], day: "2027-03-01", decision: "ask"),
    Case(example: 3, address: "172.16.4.5", groups: ["students"], enrolled: true, decision: "pass"),
    Case(example: 3, address: "172.16.4.5", groups: ["students"], minute: 1_200, enrolled: true, decision: "ask"),
    Case(example: 3, address: "172.16.4.5", groups: ["staff", "students"], day: "2027-03-03", decision: "ask"),
    Case(example: 3, user: "exam07", service: "login", address: nil, enrolled: true, decision: "pass"),
    Case(example: 3, user: "root", service: "sudo", decision: "pass"),
  ]
  private static let rollOut = [
    Case(example: 4, decision: "127"),
    Case(example: 4, groups: ["wheel"], decision: "68"),
    Case(example: 4, groups: ["wheel"], day: "2027-02-01", decision: "ask"),
    Case(example: 4, groups: ["sales"], day: "2027-02-28", decision: "1"),
    Case(example: 4, groups: ["sales"], day: "2027-03-31", decision: "ask"),
    Case(example: 4, day: "2027-03-31", enrolled: true, decision: "ask"),
    Case(example: 4, user: "backup", day: "2027-05-01", decision: "pass"),
  ]

  @Test("Each example decides as it says", arguments: bastion + office + cards + laboratory + rollOut)
  func decision(of login: Case) throws {
    let policy = try Self.policy(login.example)
    let moment = LocalMoment(date: try #require(PolicyDate(Array(login.day.utf8)[...])), minute: login.minute)
    let address = try login.address.map { try #require(NetworkAddress(Array($0.utf8)[...])) }
    let facts = PolicyFacts(
      user: try #require(UserName(Array(login.user.utf8))), service: Array(login.service.utf8), address: address,
      origin: address == nil ? .local : .remote, key: login.key, groups: login.groups.map { Array($0.utf8) },
      moment: moment)
    switch policy.settings(for: facts).decide(login.enrolled ? .enrolled : .none, moment: moment) {
    case .require: #expect(login.decision == "ask")
    case .skip(.mustEnroll(let days, _)): #expect(login.decision == "\(days)")
    case .skip: #expect(login.decision == "pass")
    }
  }

  @Test("What the examples set besides Mode")
  func otherSettings() throws {
    let user = try #require(UserName(Array("alice".utf8)))
    func settings(_ example: Int, service: String) throws -> PolicySettings {
      try Self.policy(example).settings(
        for: PolicyFacts(user: user, service: Array(service.utf8), address: nil, origin: .remote, key: .none))
    }
    #expect(try settings(0, service: "sshd").throttle.value.lockAt == 6)
    #expect(try settings(1, service: "sshd").remember?.value.duration == 28_800)
    #expect(try settings(1, service: "su").whoseFactor.value == .caller)
    #expect(try settings(1, service: "su").remember?.value.duration == 0)
    #expect(try !settings(2, service: "sshd").factors.value.contains(.recoveryCodes))
    #expect(try settings(2, service: "sshd").longestBypass.value == 14_400)
  }

  private static func policy(_ example: Int) throws -> Policy {
    let examples = try PolicyManualTests.examples()
    try #require(examples.indices.contains(example))
    return try PolicyReader.read(Array(examples[example].utf8))
  }

  @Test("The sample that is installed sets nothing, and each of its lines can be used")
  func sample() throws {
    let top = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let text = try String(contentsOf: top.appendingPathComponent("pam/examples/countersign.conf"), encoding: .utf8)
    #expect(try PolicyReader.read(Array(text.utf8)).statements.isEmpty)
    let used = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.hasPrefix("# ") || line == "#" ? "" : line.drop { $0 == "#" }
    }
    let policy = try PolicyReader.read(Array(used.joined(separator: "\n").utf8))
    #expect(Set(policy.statements.map(\.keyword)).count == PolicyKeyword.allCases.count)
    #expect(policy.blocks.count == 4)
  }
}
