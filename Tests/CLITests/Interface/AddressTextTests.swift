import Countersign
import Testing

@testable import countersign

@Suite struct AddressTextTests {
  @Test("An address has one spelling, that of RFC 5952, and is read back", arguments: [
    "192.0.2.7", "0.0.0.0", "255.255.255.255", "::", "::1", "2001:db8::1", "2001:db8:0:1:1:1:1:1", "2001:db8::1:0:0:1",
    "2001:0:0:1::1", "fe80::", "1:2:3:4:5:6:7:8", "::2:3:4:5:6:7:8", "0:0:1::", "ffff::ffff",
  ])
  func spelling(text: String) throws {
    let address = try #require(NetworkAddress(Array(text.utf8)[...]))
    let shown = AddressText.of(address)
    #expect(NetworkAddress(Array(shown.utf8)[...]) == address)
    // One group of zeros alone is not shortened.
    #expect(shown == (text == "::2:3:4:5:6:7:8" ? "0:2:3:4:5:6:7:8" : text))
  }
}
