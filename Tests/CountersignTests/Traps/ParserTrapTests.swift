import Testing

@testable import Countersign

/// No parser traps, whatever it is given: each runs in a process of its own, so that a trap is a failed test of the
/// parser's name and not the end of the whole run.
@Suite struct ParserTrapTests {
  @Test("Records") func records() async { await #expect(processExitsWith: .success) { Sweep.records() } }

  @Test("Hardware tokens") func tokens() async { await #expect(processExitsWith: .success) { Sweep.tokens() } }

  @Test("States") func states() async { await #expect(processExitsWith: .success) { Sweep.states() } }

  @Test("Seal keys") func keys() async { await #expect(processExitsWith: .success) { Sweep.keys() } }

  @Test("Base32") func base32() async { await #expect(processExitsWith: .success) { Sweep.base32() } }

  @Test("otpauth URIs") func uris() async { await #expect(processExitsWith: .success) { Sweep.uris() } }

  @Test("Answers") func answers() async { await #expect(processExitsWith: .success) { Sweep.answers() } }

  @Test("User names and other words") func names() async { await #expect(processExitsWith: .success) { Sweep.names() } }

  @Test("Catalogues") func catalogues() async { await #expect(processExitsWith: .success) { Sweep.catalogues() } }

  @Test("Policies") func policies() async { await #expect(processExitsWith: .success) { Sweep.policies() } }

  @Test("A parser that traps for one input of all is found")
  func trap() async {
    await #expect(processExitsWith: .failure) {
      Sweep.run([Array("number=12".utf8)]) { text in
        // What a careless parser does: the digits of a number that is too large.
        _ = text.reduce(UInt64(0)) { $1 >= 0x30 && $1 <= 0x39 ? $0 * 10 + UInt64($1 - 0x30) : $0 }
      }
    }
  }
}
