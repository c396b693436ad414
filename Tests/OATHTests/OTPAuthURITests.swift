import Foundation
import OATH
import Testing

@Suite struct OTPAuthURITests {
  /// The seed of RFC 4226 appendix D.
  private let secret = Array("12345678901234567890".utf8)

  private func uri(
    type: OTPAuthType = .totp(period: .thirtySeconds), issuer: String = "Example", account: String = "alice",
    algorithm: HashAlgorithm = .sha1, digits: DigitCount = .six
  ) -> OTPAuthURI {
    OTPAuthURI(
      type: type, issuer: Array(issuer.utf8), account: Array(account.utf8), algorithm: algorithm, digits: digits)
  }

  private func text(of uri: OTPAuthURI) -> String {
    var sink = ByteBuffer()
    #expect(uri.write(secret: secret.span, to: &sink))
    return sink.text
  }

  @Test("A time-based URI has every parameter")
  func timeBased() {
    #expect(text(of: uri()) == """
      otpauth://totp/Example:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
      &issuer=Example&algorithm=SHA1&digits=6&period=30
      """)
  }

  @Test("A counter-based URI has every parameter")
  func counterBased() {
    let uri = uri(type: .hotp(counter: 7), algorithm: .sha256, digits: .eight)
    #expect(text(of: uri) == """
      otpauth://hotp/Example:alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
      &issuer=Example&algorithm=SHA256&digits=8&counter=7
      """)
  }

  @Test("Without an issuer, neither label nor parameters name one")
  func noIssuer() {
    #expect(text(of: uri(issuer: "", algorithm: .sha512, digits: .seven)) == """
      otpauth://totp/alice?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&algorithm=SHA512&digits=7&period=30
      """)
  }

  @Test("The brief form leaves out the label's issuer and defaults, and nothing else")
  func briefForm() throws {
    let key = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    var plain = uri()
    plain.form = .brief
    #expect(text(of: plain) == "otpauth://totp/alice?secret=\(key)&issuer=Example")
    #expect(plain.length(secretByteCount: 20) == text(of: plain).utf8.count)
    let period = try #require(TimeStepPeriod(seconds: 60))
    var unusual = uri(type: .totp(period: period), algorithm: .sha256, digits: .eight)
    unusual.form = .brief
    #expect(text(of: unusual) == "otpauth://totp/alice?secret=\(key)&issuer=Example&algorithm=SHA256&digits=8&period=60")
    var counting = uri(type: .hotp(counter: 0))
    counting.form = .brief
    #expect(text(of: counting) == "otpauth://hotp/alice?secret=\(key)&issuer=Example&counter=0")
  }

  @Test("Any moving factor is written in full", arguments: [
    (0, "0"), (9, "9"), (10, "10"), (99, "99"), (10_000_000_000_000_000_000, "10000000000000000000"),
    (.max, "18446744073709551615"),
  ] as [(UInt64, String)])
  func counters(counter: UInt64, digits: String) {
    #expect(text(of: uri(type: .hotp(counter: counter))).hasSuffix("&counter=\(digits)"))
  }

  @Test("The shortest and the longest period", arguments: [10, 300] as [UInt64])
  func periods(seconds: UInt64) throws {
    let period = try #require(TimeStepPeriod(seconds: seconds))
    #expect(text(of: uri(type: .totp(period: period))).hasSuffix("&period=\(seconds)"))
  }

  @Test("All but unreserved characters are escaped", arguments: [
    ("azAZ09-._~", "azAZ09-._~"), ("M\u{FC}ller", "M%C3%BCller"), ("a b", "a%20b"), ("a:b", "a%3Ab"),
    ("a/b", "a%2Fb"), ("a&b=c", "a%26b%3Dc"), ("100%", "100%25"), ("a+b", "a%2Bb"), ("alice@host", "alice%40host"),
    ("#?", "%23%3F"), ("\"\n\0", "%22%0A%00"), ("\u{1F511}", "%F0%9F%94%91"),
  ])
  func escaping(name: String, escaped: String) {
    let text = text(of: uri(issuer: name, account: name))
    #expect(text.hasPrefix("otpauth://totp/\(escaped):\(escaped)?secret="))
    #expect(text.contains("&issuer=\(escaped)&algorithm="))
  }

  @Test("Bytes that are not UTF-8 are escaped one by one")
  func foreignBytes() {
    let uri = OTPAuthURI(
      type: .hotp(counter: 0), issuer: [], account: [0xFF, 0x80, 0x41], algorithm: .sha1, digits: .six)
    #expect(text(of: uri).hasPrefix("otpauth://hotp/%FF%80A?"))
  }

  @Test("Another parser reads back what was written", arguments: [
    ("Example", "alice"), ("M\u{FC}ller & S\u{F6}hne", "j\u{F6}rg@b\u{FC}ro"), ("a:b", "c:d"), ("1/2", "50%?#"),
    ("A+B=C", "x y"), ("\u{6771}\u{4EAC}", "'quoted\" <tag>"),
  ])
  func readBack(issuer: String, account: String) throws {
    let components = try #require(URLComponents(string: text(of: uri(issuer: issuer, account: account))))
    #expect(components.scheme == "otpauth")
    #expect(components.host == "totp")
    let label = components.percentEncodedPath.split(separator: ":", omittingEmptySubsequences: false)
    #expect(label.map { $0.removingPercentEncoding } == ["/" + issuer, account])
    let items = try #require(components.queryItems)
    #expect(items.map(\.name) == ["secret", "issuer", "algorithm", "digits", "period"])
    #expect(items.map(\.value) == ["GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", issuer, "SHA1", "6", "30"])
  }

  @Test("The length is told in advance and exact", arguments: 0...64)
  func length(secretLength: Int) {
    let secret = [UInt8](repeating: 0xA5, count: secretLength)
    let uri = uri(type: .hotp(counter: .max), issuer: "M\u{FC}ller", account: "a b")
    let length = uri.length(secretByteCount: secretLength)
    var roomy = ByteBuffer(capacity: length)
    #expect(uri.write(secret: secret.span, to: &roomy))
    #expect(roomy.bytes.count == length)
  }

  @Test("Says that it does not fit, wherever the room ends")
  func fullSinks() {
    let uri = uri(account: "a b")
    for capacity in 0..<uri.length(secretByteCount: secret.count) {
      var sink = ByteBuffer(capacity: capacity)
      #expect(!uri.write(secret: secret.span, to: &sink))
      #expect(sink.bytes.count == capacity)
    }
  }

  @Test("A length out of reach does not trap")
  func extremeLength() {
    #expect(uri().length(secretByteCount: .max) == .max)
  }
}
