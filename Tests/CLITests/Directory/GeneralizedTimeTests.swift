import Testing

@testable import countersign

/// Times as directories write them.
@Suite struct GeneralizedTimeTests {
  @Test("A time comes back")
  func roundTrip() {
    #expect(GeneralizedTime.text(1_795_693_980) == "20261126115300Z")
    #expect(GeneralizedTime.seconds("20261126115300Z") == 1_795_693_980)
    #expect(GeneralizedTime.seconds("20261126115300.123456Z") == 1_795_693_980)
  }

  @Test("What is no time in UTC is none", arguments: [
    "", "20261126115300", "20261126115300+0100", "2026112611530Z", "202611261153000Z", "20261326115300Z",
  ])
  func nonsense(text: String) { #expect(GeneralizedTime.seconds(text) == nil) }
}
