import Countersign
import Testing

@testable import countersign

@Suite struct TrialPolicyTests {
  private func settings(_ policy: TrialPolicy) throws -> PolicySettings {
    try PolicyReader.read(policy.text).globalSettings
  }

  @Test func theMachinesOwnLinesCanBeReadBehindOurs() throws {
    let own = "Mode mandatory\nFactors yubico-otp\nRemember 8h\nWindow 3\n"
    for text in [own, "", "Mode enrolled", "Match User alice\nMode disabled\n", "# nothing\n"] {
      _ = try PolicyReader.read(TrialPolicy.machine(Array(text.utf8)).text)
    }
  }

  @Test func theBrokenOneIsBroken() {
    #expect(throws: PolicyFlaw.self) { try PolicyReader.read(TrialPolicy.broken.text) }
  }

  @Test func theOthersSayWhatTheyAreFor() throws {
    #expect(try settings(.asking).mode.value == .mandatory)
    #expect(try settings(.waiving).mode.value == .disabled)
  }
}
