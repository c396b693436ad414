import Testing

@testable import Countersign

@Suite struct NetworkTests {
  private func network(_ text: String) -> Result<Network, Network.Flaw> {
    do throws(Network.Flaw) { return .success(try Network(Array(text.utf8)[...])) } catch { return .failure(error) }
  }

  @Test("What lies in a network", arguments: [
    ("10.20.0.0/16", "10.20.255.255", true), ("10.20.0.0/16", "10.21.0.0", false), ("10.20.0.0/16", "::ffff:10.20.1.1", true),
    ("::ffff:10.20.0.0/112", "10.20.1.1", true), ("192.0.2.7", "192.0.2.7", true), ("192.0.2.7", "192.0.2.8", false),
    ("192.0.2.6/31", "192.0.2.7", true), ("0.0.0.0/0", "255.255.255.255", true), ("0.0.0.0/0", "::1", false),
    ("::/0", "2001:db8::1", true), ("::/0", "192.0.2.7", false), ("2001:db8::/32", "2001:db8:ffff::1", true),
    ("2001:db8::/32", "2001:db9::", false), ("2001:db8:0:1::/64", "2001:db8:0:1:ffff::", true),
    ("2001:db8:0:1::/64", "2001:db8:0:2::", false), ("2001:db8::/65", "2001:db8::8000:0:0:0", false),
    ("8000::/1", "ffff::", true), ("8000::/1", "7fff::", false), ("::1", "::1", true), ("::/127", "::1", true),
    ("fe80::/10", "fe80::1%eth0", true), ("0.0.0.0/1", "127.0.0.1", true), ("128.0.0.0/1", "127.0.0.1", false),
    ("::/1", "127.0.0.1", false), ("::/95", "::ffff:1.2.3.4", false),
  ])
  func contains(text: String, address: String, isIn: Bool) throws {
    let address = try #require(NetworkAddress(Array(address.utf8)[...]))
    #expect(try network(text).get().contains(address) == isIn)
  }

  @Test("What is no network", arguments: [
    ("10.20.0.1/16", .hostBitsSet), ("2001:db8::1/32", .hostBitsSet), ("::1/0", .hostBitsSet), ("0.0.0.1/31", .hostBitsSet),
    ("10.0.0.0/33", .malformed), ("::/129", .malformed), ("10.0.0.0/", .malformed), ("10.0.0.0/08", .malformed),
    ("10.0.0.0/8/8", .malformed), ("10.0.0.0/+8", .malformed), ("example.org", .malformed), ("*", .malformed),
    ("10.0.0.*", .malformed), ("10/8", .malformed), ("/8", .malformed), ("fe80::1%eth0", .malformed),
    ("10.0.0.0/255.0.0.0", .malformed), ("", .malformed),
  ] as [(String, Network.Flaw)])
  func flaws(text: String, flaw: Network.Flaw) {
    #expect(network(text) == .failure(flaw))
  }

  @Test("Which networks lie in others", arguments: [
    ("10.0.0.0/8", "10.20.0.0/16", true), ("10.20.0.0/16", "10.0.0.0/8", false), ("10.0.0.0/8", "10.0.0.0/8", true),
    ("::/0", "10.0.0.0/8", false), ("::/0", "2001:db8::/32", true), ("0.0.0.0/0", "::/0", false),
    ("11.0.0.0/8", "10.20.0.0/16", false),
  ])
  func nesting(outer: String, inner: String, isIn: Bool) throws {
    #expect(try network(outer).get().contains(network(inner).get()) == isIn)
  }

  @Test("Everything is all of IPv4 or all of IPv6", arguments: [
    ("0.0.0.0/0", true), ("::/0", true), ("::ffff:0:0/96", true), ("0.0.0.0/1", false), ("::/1", false), ("::/96", false),
  ])
  func everything(text: String, isEverything: Bool) throws {
    #expect(try network(text).get().isEverything == isEverything)
  }
}
