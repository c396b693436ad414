import OATH
import Testing

@testable import Countersign

@Suite struct AnswerSplitTests {
  /// What stands in the place of a code, for each answer and the digits of the devices.
  struct Case: CustomTestStringConvertible, Sendable {
    let answer: String
    var digits = [6]
    let codes: [String]
    var testDescription: String { "\(answer.debugDescription), \(digits) digits" }
  }

  @Test("Finds every place where a code may begin, the longest code first", arguments: [
    Case(answer: "hunter2123456", codes: ["123456"]),
    Case(answer: "123456", codes: ["123456"]),
    Case(answer: "99999999123456", codes: ["123456"]),
    Case(answer: "12345", codes: []),
    Case(answer: "", codes: []),
    Case(answer: "secret12345", codes: []),
    Case(answer: "secret123456 ", codes: []),
    Case(answer: "secret123 456", codes: []),
    Case(answer: "secret12345６", codes: []),
    Case(answer: "123456secret", codes: []),
    Case(answer: "secret1234567", digits: [7], codes: ["1234567"]),
    Case(answer: "secret12345678", digits: [8], codes: ["12345678"]),
    Case(answer: "secret1234567", digits: [8], codes: []),
    Case(answer: "secret12345678", digits: [6, 7, 8], codes: ["12345678", "2345678", "345678"]),
    Case(answer: "secret12345678", digits: [6, 8, 6, 8], codes: ["12345678", "345678"]),
    Case(answer: "secret123456", digits: [6, 7, 8], codes: ["123456"]),
    Case(answer: "123456", digits: [], codes: []),
    Case(answer: "secretABCD-EFGH-IJKL-MNOP", codes: ["ABCD-EFGH-IJKL-MNOP"]),
    Case(answer: "secretabcd-efgh-ijkl-mnop", codes: ["abcd-efgh-ijkl-mnop"]),
    Case(answer: "ABCD-EFGH-IJKL-MNOP", codes: ["ABCD-EFGH-IJKL-MNOP"]),
    Case(answer: "secretABCDEFGHIJKLMNOP", codes: []),
    Case(answer: "secretABCD EFGH IJKL MNOP", codes: []),
    Case(answer: "secretABCD-EFGH-IJKL-MNO", codes: []),
    Case(answer: "secretABCD-EFGH-IJKL-MNO1", codes: []),
    Case(answer: "secretABCDE-FGH-IJKL-MNOP", codes: []),
    Case(answer: "secret----EFGH-IJKL-MNOP", codes: []),
    Case(answer: "ABCD-EFGH-IJKL-MNO", codes: []),
    Case(answer: "xABCD-EFGH-IJKL-22222222", digits: [8, 6], codes: ["22222222", "222222"]),
    Case(answer: "x-ABCD-EFGH-IJKL-2222", codes: ["ABCD-EFGH-IJKL-2222"]),
  ])
  func splits(example: Case) throws {
    let kinds = try example.digits.map { TestRecord.hotp(digits: try #require(DigitCount($0))) }
    let record = try TestRecord.make(kinds)
    let answer = Bytes.of(example.answer)
    let codes = AnswerSplit.all(of: answer.span, for: record).map { Bytes.text(Array(answer[$0.codeStart...])) }
    #expect(codes == example.codes)
  }
}
