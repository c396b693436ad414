import OATH
import Testing

/// Reading the suites of RFC 6287, and refusing what is none or does not serve here.
@Suite struct OCRASuiteTests {
  private func read(_ text: String) throws(OCRASuite.Flaw) -> OCRASuite { try OCRASuite(Array(text.utf8)) }

  @Test("Every part is read")
  func parts() throws {
    let plain = try read("OCRA-1:HOTP-SHA1-6:QN08")
    #expect(plain.algorithm == .sha1 && plain.digits.count == 6 && !plain.hasCounter)
    #expect(plain.questionForm == .numeric && plain.questionLength == 8 && plain.pin == nil && plain.timeStep == nil)
    let full = try read("OCRA-1:HOTP-SHA512-10:C-QA64-PSHA256-T48H")
    #expect(full.algorithm == .sha512 && full.digits.count == 10 && full.hasCounter)
    #expect(full.questionForm == .alphanumeric && full.questionLength == 64)
    #expect(full.pin == .sha256 && full.timeStep == 172_800)
    #expect(try read("OCRA-1:HOTP-SHA256-8:QH06-T59S").timeStep == 59)
    #expect(try read("OCRA-1:HOTP-SHA256-8:QH06-T1M").timeStep == 60)
  }

  @Test("Small letters are read, capitals are hashed")
  func capitals() throws {
    #expect(try read("ocra-1:hotp-sha1-6:qn08").text == Array("OCRA-1:HOTP-SHA1-6:QN08".utf8))
  }

  @Test("Anything else is no suite", arguments: [
    "", "OCRA-1", "OCRA-1:HOTP-SHA1-6", "OCRA-1:HOTP-SHA1-6:", "OCRA-2:HOTP-SHA1-6:QN08", "OCRA-1:HOTP-MD5-6:QN08",
    "OCRA-1:HOTP-SHA1:QN08", "OCRA-1:HOTP-SHA1-:QN08", "OCRA-1:HOTP-SHA1-11:QN08", "OCRA-1:HOTP-SHA1-3:QN08",
    "OCRA-1:HOTP-SHA1-1:QN08", "OCRA-1:HOTP-SHA1-6:QX08", "OCRA-1:HOTP-SHA1-6:QN8", "OCRA-1:HOTP-SHA1-6:QN008",
    "OCRA-1:HOTP-SHA1-6:QN03", "OCRA-1:HOTP-SHA1-6:QN65", "OCRA-1:HOTP-SHA1-6:QN08-", "OCRA-1:HOTP-SHA1-6:QN08-C",
    "OCRA-1:HOTP-SHA1-6:C", "OCRA-1:HOTP-SHA1-6:C-", "OCRA-1:HOTP-SHA1-6:QN08-P", "OCRA-1:HOTP-SHA1-6:QN08-PMD5",
    "OCRA-1:HOTP-SHA1-6:QN08-S64", "OCRA-1:HOTP-SHA1-6:QN08-T", "OCRA-1:HOTP-SHA1-6:QN08-T0M",
    "OCRA-1:HOTP-SHA1-6:QN08-T60S", "OCRA-1:HOTP-SHA1-6:QN08-T60M", "OCRA-1:HOTP-SHA1-6:QN08-T49H",
    "OCRA-1:HOTP-SHA1-6:QN08-T1D", "OCRA-1:HOTP-SHA1-6:QN08-T1M-PSHA1", "OCRA-1:HOTP-SHA1-6:QN08 ",
    " OCRA-1:HOTP-SHA1-6:QN08", "OCRA-1:HOTP-SHA1-6:QN08\0", "OCRA-1:HOTP-SHA1-6:QN08:QN08", "OCRA-1 HOTP-SHA1-6:QN08",
    String(repeating: "OCRA-1:HOTP-SHA1-6:QN08", count: 4),
  ])
  func malformed(text: String) {
    #expect(throws: OCRASuite.Flaw.malformed) { try read(text) }
  }

  @Test("What does not serve here is named", arguments: [
    ("OCRA-1:HOTP-SHA1-0:QN08", .badDigits(0)), ("OCRA-1:HOTP-SHA1-4:QN08", .badDigits(4)),
    ("OCRA-1:HOTP-SHA1-5:QN08", .badDigits(5)), ("OCRA-1:HOTP-SHA1-6:QN04", .shortQuestion(4)),
    ("OCRA-1:HOTP-SHA1-6:QN05-T1M", .shortQuestion(5)), ("OCRA-1:HOTP-SHA1-6:QN08-S064", .session),
    ("OCRA-1:HOTP-SHA512-8:C-QN08-PSHA1-S512-T1M", .session),
  ] as [(String, OCRASuite.Flaw)])
  func unserviceable(text: String, flaw: OCRASuite.Flaw) {
    #expect(throws: flaw) { try read(text) }
  }

  private func message(_ suite: String, _ question: String, pin: [UInt8] = []) throws -> [UInt8]? {
    let suite = try read(suite)
    guard let beginning = OCRA.beginning(suite, counter: 1, question: Array(question.utf8)) else { return nil }
    let message = beginning + pin + OCRA.ending(suite, timeStep: 2)
    #expect(message.count == OCRA.messageLength(suite))
    return message
  }

  @Test("The parts stand in their order, each in its room")
  func layout() throws {
    let pin = [UInt8](repeating: 0xEE, count: 20)
    let text = "OCRA-1:HOTP-SHA1-6:C-QH08-PSHA1-T1M"
    let bytes = try #require(try message(text, "abC", pin: pin))
    let question = [0xAB, 0xC0] + [UInt8](repeating: 0, count: 126)
    #expect(bytes == Array(text.utf8) + [0, 0, 0, 0, 0, 0, 0, 0, 1] + question + pin + [0, 0, 0, 0, 0, 0, 0, 2])
  }

  @Test("A question has the characters of its form and no more of them than the suite says", arguments: [
    ("QN08", "12345678", true), ("QN08", "123456789", false), ("QN08", "1234567A", false), ("QN08", "", false),
    ("QH08", "DEADbeef", true), ("QH08", "xyz", false), ("QA08", "aZ09", true), ("QA08", "a b", false),
    ("QA08", "ä", false), ("QA08", "########", false),
  ])
  func questions(form: String, question: String, isGood: Bool) throws {
    #expect(try (message("OCRA-1:HOTP-SHA1-6:\(form)", question) != nil) == isGood)
  }
}
