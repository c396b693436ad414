import Testing

@testable import Countersign

@Suite struct FieldReaderTests {
  private func words(_ line: String) -> [String] {
    var reader = FieldReader(Bytes.of(line)[...])
    var words: [String] = []
    while let word = reader.word() { words.append(Bytes.text(Array(word))) }
    #expect(reader.isAtEnd)
    return words
  }

  @Test(
    "Takes a line apart at every single blank",
    arguments: [
      ("", [""]), ("a", ["a"]), ("a b", ["a", "b"]), (" a", ["", "a"]), ("a ", ["a", ""]), ("a  b", ["a", "", "b"]),
      ("a\tb", ["a\tb"]), (" ", ["", ""]),
    ] as [(String, [String])])
  func fields(line: String, expected: [String]) {
    #expect(words(line) == expected)
  }

  @Test(
    "Reads values behind their label only",
    arguments: [
      ("uid=1", "1"), ("uid=", ""), ("uid==", "="), ("uid", nil), ("uidx=1", nil), ("ui=1", nil), ("Uid=1", nil),
      ("=1", nil), ("", nil), ("uid =1", nil),
    ] as [(String, String?)])
  func values(line: String, expected: String?) {
    var reader = FieldReader(Bytes.of(line)[...])
    let value = reader.value("uid").map { Bytes.text(Array($0)) }
    #expect(value == expected)
  }

  @Test(
    "Reads numbers in one spelling and up to a limit",
    arguments: [
      ("0", 100, 0), ("7", 100, 7), ("100", 100, 100), ("101", 100, nil), ("00", 100, nil), ("07", 100, nil),
      ("", 100, nil),
      ("-0", 100, nil), ("+1", 100, nil), ("1 ", 100, nil), ("1a", 100, nil), ("/", 100, nil), (":", 100, nil),
      ("18446744073709551615", .max, .max), ("18446744073709551616", .max, nil), ("99999999999999999999", .max, nil),
      ("184467440737095516150", .max, nil), ("\u{661}", .max, nil),
    ] as [(String, UInt64, UInt64?)])
  func numbers(text: String, limit: UInt64, expected: UInt64?) {
    #expect(FieldReader.number(Bytes.of(text)[...], upTo: limit) == expected)
  }
}
