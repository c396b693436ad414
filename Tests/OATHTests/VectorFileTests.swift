import Testing
import VectorFiles

/// A loader that swallowed mistakes would let every test over vectors pass.
@Suite struct VectorFileTests {
  private func file(_ text: String) throws -> VectorFile {
    try VectorFile(name: "case", text: text, required: ["expect"], optional: ["key"])
  }

  @Test("A folder without vectors is an error")
  func emptyFolder() {
    #expect(throws: VectorError.noVectors(folder: "")) { try VectorFile.all(in: "", required: []) }
    #expect(throws: (any Error).self) { try VectorFile.all(in: "no-such-folder", required: []) }
  }

  @Test("Bytes are text, hexadecimal digits or repeated ones", arguments: [
    ("\"ab c\"", [0x61, 0x62, 0x20, 0x63]), ("\"\"", []), ("00fF", [0, 255]), ("0b x 3", [11, 11, 11]),
    ("\"61 x 2\"", Array("61 x 2".utf8)),
  ] as [(String, [UInt8])])
  func bytes(value: String, expected: [UInt8]) throws {
    #expect(try file("# comment\n\nexpect: \(value)\n").bytes("expect") == expected)
  }

  @Test("Other bytes are an error", arguments: ["\"", "0", "0g", "+1", "00 x", "00 x 0", "00 x -1", "00 x 2 x 2", " "])
  func malformedBytes(value: String) throws {
    let file = try file("expect: \(value)\n")
    #expect(throws: VectorError.malformedValue(field: "expect")) { try file.bytes("expect") }
  }

  @Test("Numbers are checked")
  func numbers() throws {
    let largest = try file("expect: 18446744073709551615")
    #expect(try largest.number("expect") == UInt64.max)
    #expect(throws: VectorError.malformedValue(field: "expect")) { try largest.number("expect") as UInt32 }
  }

  @Test("Fields are known, there, and there once")
  func fields() {
    #expect(throws: VectorError.unknownField("kye")) { try file("kye: 00\nexpect: 00") }
    #expect(throws: VectorError.missingField("expect")) { try file("key: 00") }
    #expect(throws: VectorError.repeatedField("key")) { try file("key: 00\nkey: 01\nexpect: 00") }
    #expect(throws: VectorError.malformedLine("expect 00")) { try file("expect 00") }
  }
}
