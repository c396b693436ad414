import OATH
import Testing

@testable import Countersign

@Suite struct DeliveryAddressTests {
  @Test("What of an address people are shown", arguments: [
    ("+491234567", "+49…567"), ("+4912345678901", "+49…901"), ("+1234567", "+…7"), ("+12345678", "+12…678"),
    ("alice@example.org", "a…e@example.org"), ("al@example.org", "a…@example.org"), ("a@b.org", "a…@b.org"),
    ("alic@example.org", "a…c@example.org"), ("@alice:example.org", "@al…org"), ("x", "…"), ("abc", "…"),
    ("abcd", "a…d"), ("a-longer-handle", "a-l…dle"),
  ])
  func masked(address: String, shown: String) throws {
    let address = try #require(DeliveryAddress(Bytes.of(address)))
    #expect(String(decoding: address.masked, as: UTF8.self) == shown)
  }

  @Test("No mask shows more than half of a number")
  func maskHides() throws {
    for length in 7...15 {
      let number = "+" + String(repeating: "5", count: length)
      let shown = try #require(DeliveryAddress(Bytes.of(number))).masked.count { $0 == UInt8(ascii: "5") }
      #expect(shown * 2 <= length + 2 && length - shown >= 3, "of \(number) \(shown) digits")
    }
  }

  @Test("What is an address at all", arguments: [
    ("", false), ("-x", false), ("a b", false), ("a\n", false), ("a\u{7F}", false), ("ä", false), ("a-b", true),
    (String(repeating: "x", count: 254), true), (String(repeating: "x", count: 255), false),
  ])
  func any(text: String, isOne: Bool) {
    #expect((DeliveryAddress(Bytes.of(text)) != nil) == isOne)
  }

  @Test("Numbers", arguments: [
    ("+491234567", true), ("+1234567", true), ("+123456789012345", true), ("+1234567890123456", false),
    ("+123456", false), ("+0123456789", false), ("491234567", false), ("+49 1234567", false), ("+49-1234567", false),
    ("++49123456", false), ("+49123456a", false), ("alice@example.org", false),
  ])
  func telephone(text: String, isOne: Bool) {
    #expect((DeliveryAddress(Bytes.of(text))?.has(.telephone) ?? false) == isOne)
  }

  @Test("Mailboxes", arguments: [
    ("alice@example.org", true), ("a.b+c@host", true), ("a'b@example.org", true), ("a@b@c", false), ("@b", false),
    ("a@", false), (".a@b", false), ("a.@b", false), ("a..b@c", false), ("a@-b.org", false), ("a@b-.org", false),
    ("a@b..org", false), ("\"a\"@b.org", false), ("a@[192.0.2.1]", false), ("a,b@c.org", false), ("a;b@c.org", false),
    ("a<b@c.org", false), ("a@b_c.org", false), (String(repeating: "x", count: 65) + "@b.org", false),
  ])
  func mailbox(text: String, isOne: Bool) {
    #expect((DeliveryAddress(Bytes.of(text))?.has(.mailbox) ?? false) == isOne)
  }

  @Test("What a way takes", arguments: [
    ("sms", DeliveryAddress.Form.telephone), ("sms-backup", .telephone), ("voice", .telephone), ("phone", .telephone),
    ("mail", .mailbox), ("email2", .mailbox), ("matrix", .any), ("pager", .any),
  ])
  func forms(name: String, form: DeliveryAddress.Form) throws {
    #expect(DeliveryAddress.form(for: try #require(DeliveryName(Bytes.of(name)[...]))) == form)
  }

  @Test("Names of ways", arguments: [
    ("sms", true), ("a", true), ("a1-b", true), ("", false), ("1a", false), ("-a", false), ("A", false), ("a_b", false),
    ("../x", false), (String(repeating: "x", count: 32), true), (String(repeating: "x", count: 33), false),
  ])
  func names(text: String, isOne: Bool) {
    #expect((DeliveryName(Bytes.of(text)[...]) != nil) == isOne)
  }

  @Test("Lifetimes: a minute to ten, a day by mail", arguments: [
    ("+491234567", 59, false), ("+491234567", 60, true), ("+491234567", 600, true), ("+491234567", 601, false),
    ("a@example.org", 86_400, true), ("a@example.org", 86_401, false), ("a@example.org", 59, false),
  ] as [(String, UInt32, Bool)])
  func lifetimes(address: String, lifetime: UInt32, isOne: Bool) throws {
    let via = try #require(DeliveryName(Bytes.of("x")[...]))
    let address = try #require(DeliveryAddress(Bytes.of(address)))
    #expect((SentParameters(digits: .six, via: via, address: address, lifetime: lifetime) != nil) == isOne)
  }
}
