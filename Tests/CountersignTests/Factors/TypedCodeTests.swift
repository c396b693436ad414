import OATH
import Testing

@testable import Countersign

@Suite struct TypedCodeTests {
  @Test(
    "Reads a code as people type it",
    arguments: [
      ("123456", 6, 123_456), ("000000", 6, 0), ("999999", 6, 999_999), ("123 456", 6, 123_456),
      ("123-456", 6, 123_456),
      (" 1 2-3 4 5 6 ", 6, 123_456), ("------123456", 6, 123_456), ("1234567", 7, 1_234_567), ("00000000", 8, 0),
      ("99999999", 8, 99_999_999), ("1234 5678", 8, 12_345_678),
      ("12345", 6, nil), ("1234567", 6, nil), ("123456", 7, nil), ("123456", 8, nil), ("", 6, nil), ("      ", 6, nil),
      ("12345a", 6, nil), ("12345\n", 6, nil), ("\t123456", 6, nil), ("123456\0", 6, nil), ("+12345", 6, nil),
      ("123.456", 6, nil), ("１２３４５６", 6, nil), ("/23456", 6, nil), (":23456", 6, nil), ("12345６", 6, nil),
    ] as [(String, Int, UInt32?)])
  func values(text: String, digits: Int, expected: UInt32?) throws {
    let digits = try #require(DigitCount(digits))
    let code = try TypedCode(Bytes.of(text).span)
    let value = code.value(digits: digits)
    #expect(value == expected)
  }

  @Test(
    "Tells what has the form of a recovery code",
    arguments: [
      ("ABCDEFGHIJKLMNOP", true), ("ABCD-EFGH-IJKL-MNOP", true), ("abcd efgh ijkl mnop", true),
      ("2345672345672345", true),
      ("ABCDEFGHIJKLMNO", false), ("ABCDEFGHIJKLMNOPQ", false), ("ABCDEFGHIJKLMNO1", false),
      ("ABCDEFGHIJKLMNO8", false),
      ("ABCDEFGHIJKLMNO0", false), ("ABCDEFGHIJKLMN=P", false), ("", false), ("123456", false),
      ("ABCDEFGHIJKLMNÄ", false),
      ("ABCD_EFGH_IJKL_MNOP", false), ("ABCDEFGHIJKLMNO[", false), ("ABCDEFGHIJKLMNO@", false),
    ])
  func recoveryCodes(text: String, expected: Bool) throws {
    let code = try TypedCode(Bytes.of(text).span)
    let isRecoveryCode = code.isRecoveryCode
    #expect(isRecoveryCode == expected)
  }

  @Test("Every spelling of a recovery code has the same hash")
  func hashes() throws {
    let salt = [UInt8](repeating: 3, count: 16)
    let hashes = try ["ABCDEFGHIJKLMNOP", "ABCD-EFGH-IJKL-MNOP", "abcdefghijklmnop", " aBcD eFgH-ijkl mnop "].map {
      text in
      let code = try TypedCode(Bytes.of(text).span)
      return code.hash(salt: salt)
    }
    #expect(Set(hashes) == [PasswordHash.hash(Bytes.of("ABCDEFGHIJKLMNOP").span, salt: salt)])
  }
}
