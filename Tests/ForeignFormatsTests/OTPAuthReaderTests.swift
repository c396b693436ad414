import Countersign
import OATH
import Testing

@testable import ForeignFormats

/// `otpauth` URIs, with the secret of RFC 4226 appendix D.
@Suite struct OTPAuthReaderTests {
  private static let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
  private static let bytes = "3132333435363738393031323334353637383930"

  @Test("A URI gives kind, parameters, owner and secret")
  func complete() throws {
    let token = try Reading.token(
      .otpauth,
      "otpauth://totp/ACME%20Co:alice?secret=\(Self.secret)&issuer=ACME%20Co&algorithm=SHA256&digits=8&period=60")
    let period = try #require(TimeStepPeriod(seconds: 60))
    let parameters = try #require(TOTPParameters(algorithm: .sha256, digits: .eight, period: period))
    #expect(token.kind == .totp(parameters))
    #expect(token.owner == Array("alice".utf8) && token.hexadecimal == Self.bytes)
    #expect(token.place == ImportPlace(file: Array("file".utf8), line: 1) && token.remarks.isEmpty)
  }

  @Test("What a URI does not say is as apps assume it")
  func brief() throws {
    let token = try Reading.token(.otpauth, "otpauth://totp/bob?secret=\(Self.secret)")
    #expect(try token.kind == .totp(#require(TOTPParameters())))
    #expect(token.owner == Array("bob".utf8) && token.nextMovingFactor == 0)
  }

  @Test("An event-based URI brings its counter; without one it is said that 0 is taken")
  func eventBased() throws {
    let token = try Reading.token(.otpauth, "otpauth://hotp/carol?counter=5&secret=\(Self.secret)")
    #expect(try token.kind == .hotp(#require(HOTPParameters())) && token.nextMovingFactor == 5)
    let silent = try Reading.token(.otpauth, "otpauth://hotp/carol?secret=\(Self.secret)")
    #expect(silent.nextMovingFactor == 0 && silent.remarks == ["the URI has no counter, so 0 is taken for it"])
  }

  @Test("A list has comments, empty lines and line ends of other systems; bad lines leave the good ones be")
  func list() {
    let text = """
      \u{FEFF}# exported\r
      otpauth://totp/alice?secret=\(Self.secret)\r
      \r
        otpauth://totp/bob?secret=0!\r
      otpauth://hotp/carol?counter=1&secret=\(Self.secret.lowercased())%3D%3D
      """
    let file = Reading.read(.otpauth, text)
    #expect(file.tokens.map(\.place.line) == [2, 5] && file.tokens.map(\.hexadecimal) == [Self.bytes, Self.bytes])
    #expect(
      Reading.refusals(.otpauth, text) == ["4: the secret is not Base32: character 1 is none of its letters and digits"])
    #expect(Reading.detect(text) == .otpauth)
  }

  @Test("Weak secrets are told of", arguments: [(16, 80), (26, 128), (24, 120)])
  func weak(characters: Int, bits: Int) throws {
    let token = try Reading.token(.otpauth, "otpauth://totp/a?secret=\(Self.secret.prefix(characters))")
    #expect(token.remarks.contains { $0.contains("\(bits) bits") } == (bits < 128))
  }

  @Test(
    "What cannot be stored is refused, and why",
    arguments: [
      ("otpauth://totp/a?secret=GEZDGNBVGY", "the secret has 48 bits, and at least 80 are needed"),
      ("otpauth://totp/a?issuer=x", "the otpauth URI has no secret"),
      ("otpauth://totp/a?secret=", "the secret is not Base32: it is empty"),
      ("otpauth://totp?secret=\(secret)", "the otpauth URI has no label or no parameters"),
      ("otpauth://steam/a?secret=\(secret)", "the otpauth URI is neither of totp nor of hotp"),
      ("otpauth://totp/a?secret=\(secret)&secret=\(secret)", "the otpauth URI has two parameters secret"),
      ("otpauth://totp/a?secret=\(secret)&algorithm=MD5", "codes by the hash md5 are not supported"),
      ("otpauth://totp/a?secret=\(secret)&algorithm=\(secret)", "the hash is not known"),
      ("otpauth://totp/a?secret=\(secret)&digits=5", "codes of 5 digits cannot be stored"),
      ("otpauth://totp/a?secret=\(secret)&digits=18446744073709551616", "the number of digits is no number"),
      ("otpauth://totp/a?secret=\(secret)&period=5", "codes that last 5 s cannot be stored"),
      ("otpauth://hotp/a?secret=\(secret)&counter=-1", "the counter is no number"),
      ("otpauth://totp/a%2?secret=\(secret)", "there is a % without two hexadecimal digits"),
      ("otpauth-migration://offline?data=x", "this is an export of Google Authenticator"),
      ("hello", "this is no otpauth URI"),
    ])
  func refused(line: String, reason: String) {
    #expect(Reading.refusals(.otpauth, line) == ["1: \(reason)"])
    #expect(Reading.read(.otpauth, line).tokens.isEmpty)
  }

  @Test("A file without any URI is refused as a whole")
  func empty() {
    #expect(Reading.refusals(.otpauth, "# nothing\n") == ["0: there is nothing of this format in it"])
  }
}
