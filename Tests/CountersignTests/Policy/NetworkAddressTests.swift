import Glibc
import Testing

@testable import Countersign

@Suite struct NetworkAddressTests {
  private func address(_ text: String) -> NetworkAddress? { NetworkAddress(Array(text.utf8)[...]) }

  /// What `inet_pton` makes of a text: the 16 bytes, IPv4 mapped.
  private func oracle(_ text: String) -> NetworkAddress? {
    var bytes = [UInt8](repeating: 0, count: 16)
    if text.utf8.contains(UInt8(ascii: ":")) {
      guard unsafe inet_pton(AF_INET6, text, &bytes) == 1 else { return nil }
    } else {
      var four = [UInt8](repeating: 0, count: 4)
      guard unsafe inet_pton(AF_INET, text, &four) == 1 else { return nil }
      bytes = Array(repeating: 0, count: 10) + [0xFF, 0xFF] + four
    }
    func number(_ part: ArraySlice<UInt8>) -> UInt64 { part.reduce(0) { $0 << 8 | UInt64($1) } }
    return NetworkAddress(high: number(bytes[..<8]), low: number(bytes[8...]))
  }

  @Test("Addresses are what inet_pton says they are", arguments: [
    "192.0.2.7", "0.0.0.0", "255.255.255.255", "256.0.0.1", "1.2.3", "1.2.3.4.5", "1..2.3", "01.2.3.4", "1.2.3.4 ",
    "0x1.2.3.4", "1.2.3.", ".1.2.3", "localhost", "", "::", "::1", "1::", "2001:db8::1", "2001:DB8::ABCD", ":1", "1:", ":::",
    "1::2::3", "1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7::", "::2:3:4:5:6:7:8",
    "::1:2:3:4:5:6:7:8", "1:2:3:4:5:6:7:8::", "12345::", "g::", "::ffff:192.0.2.1", "::192.0.2.1", "1:2:3:4:5:6:1.2.3.4",
    "1:2:3:4:5:6:7:1.2.3.4", "::1.2.3.4:5", "::1.2.3", "1.2.3.4::", "1:2:3:4::5:6:7:8", "1:2:3::4:5:6:7:8", "fe80::1",
    "::ffff:1.2.3.256", "0:0:0:0:0:0:0:0", "00001::", "::/0", "1:2:3:4:5:6:7:", ":1:2:3:4:5:6:7:8",
  ])
  func spellings(text: String) {
    #expect(address(text) == oracle(text))
  }

  @Test("Whatever is made up of the letters of addresses is read as inet_pton reads it")
  func madeUp() {
    var generator = SystemRandomNumberGenerator()
    let letters = Array("0123456789abcdefABF::::::....".utf8)
    for _ in 0..<50_000 {
      let length = Int.random(in: 1...24, using: &generator)
      let text = (0..<length).map { _ in letters.randomElement(using: &generator) ?? 0 }
      let string = String(decoding: text, as: UTF8.self)
      #expect(address(string) == oracle(string), "\(string)")
    }
  }

  @Test("What inet_ntop writes is read back")
  func readBack() {
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      // Groups of zeros are likely, so that `::` stands everywhere.
      var bytes = (0..<8).flatMap { _ -> [UInt8] in
        Bool.random(using: &generator) ? [0, 0] : [.random(in: 0...255, using: &generator), 1]
      }
      var text = [CChar](repeating: 0, count: 64)
      _ = unsafe inet_ntop(AF_INET6, &bytes, &text, 64)
      let string = String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
      #expect(address(string) != nil && address(string) == oracle(string), "\(string)")
    }
  }

  @Test("The zone of a link-local address is left out, and no other address has one", arguments: [
    ("fe80::1%eth0", "fe80::1"), ("febf::1%1", "febf::1"), ("fec0::1%eth0", nil), ("::1%lo", nil), ("192.0.2.1%eth0", nil),
    ("fe80::1%", nil), ("fe80::1%a%b", nil), ("fe80::1%eth 0", nil), ("%eth0", nil),
  ] as [(String, String?)])
  func zones(text: String, plain: String?) {
    #expect(address(text) == plain.flatMap { address($0) })
    #expect(NetworkAddress(numeric: Array(text.utf8)[...]) == nil)
  }
}
