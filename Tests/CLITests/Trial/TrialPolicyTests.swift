import Countersign
import Testing

@testable import countersign

@Suite struct TrialPolicyTests {
  private func settings(_ policy: TrialPolicy) throws -> PolicySettings {
    try PolicyReader.read(policy.text).globalSettings
  }

  @Test func whatMustNotMatterIsSettledBeforeTheFirstBlock() throws {
    func text(_ own: String) throws -> String {
      let text = TrialPolicy.machine(Array(own.utf8)).text
      _ = try PolicyReader.read(text)
      return String(decoding: text, as: UTF8.self)
    }
    let ours = "Match all\nFactors totp\nRemember none\nEnroll no\n"
    #expect(try text("") == ours)
    #expect(try text("# x\nFactors hotp\nMode mandatory") == "# x\nFactors hotp\nMode mandatory\n" + ours)
    let blocks = "  MATCH User alice\nFactors recovery\nMatch all\nRemember 1h\n"
    #expect(try text("Remember 8h\n\n" + blocks) == "Remember 8h\n" + ours + blocks)
  }

  @Test func theBrokenOneIsBroken() {
    #expect(throws: PolicyFlaw.self) { try PolicyReader.read(TrialPolicy.broken.text) }
  }

  @Test func theOthersSayWhatTheyAreFor() throws {
    #expect(try settings(.asking).mode.value == .mandatory)
    #expect(try settings(.waiving).mode.value == .disabled)
  }
}
