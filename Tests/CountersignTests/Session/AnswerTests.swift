import Testing

@testable import Countersign

@Suite struct AnswerTests {
  private static let junk = "\u{8}\n\r\u{7F}INCORRECT"

  private func isJunk(_ answer: [UInt8]) -> Bool { Answer.isSSHDJunk(answer.span) }

  @Test("sshd's junk is known at every length")
  func junk() {
    let endless = Bytes.of(String(repeating: AnswerTests.junk, count: 3))
    for length in 0...endless.count {
      let cut = Array(endless.prefix(length))
      #expect(isJunk(cut) == (length > 0))
    }
  }

  @Test(
    "What only looks like it is an answer",
    arguments: [
      "INCORRECT", "\n", "\r\n", "\u{8}\u{8}", "\u{8}\n\r\u{7F}INCORRECt", "123456", " \u{8}\n\r\u{7F}INCORRECT",
      "\u{8}\n\r\u{7F}INCORRECTI",
    ])
  func others(text: String) {
    #expect(!isJunk(Bytes.of(text)))
  }

  @Test(
    "The address is the first word, if it can be one",
    arguments: [
      ("192.0.2.7 51234 198.51.100.1 22", "192.0.2.7"), ("2001:db8::7 1 ::1 22", "2001:db8::7"), ("::", "::"),
      ("fe80::1%eth0 1 ::1 22", "fe80::1%eth0"), ("192.0.2.7", "192.0.2.7"), ("UNKNOWN 65535 UNKNOWN 65535", "UNKNOWN"),
      ("", nil), (" ", nil), (" 192.0.2.7", nil), ("1 2", nil), ("192.0.2.7\n 1", nil), ("a b=c", nil), ("a=b c", nil),
      ("192.0.2.7\t1", nil), ("ü.example 1", nil),
      (String(repeating: "1", count: 64) + " 1", String(repeating: "1", count: 64)),
      (String(repeating: "1", count: 65), nil),
    ] as [(String, String?)])
  func addresses(connection: String, expected: String?) {
    #expect(RemoteAddress.first(of: Bytes.of(connection)).map(Bytes.text) == expected)
  }
}
