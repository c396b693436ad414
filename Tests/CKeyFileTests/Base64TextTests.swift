import Countersign
import Foundation
import Testing

@testable import CKeyFile

@Suite struct Base64TextTests {
  private func decode(_ text: String) throws -> [UInt8]? {
    let bytes = Array(text.utf8)
    return Array(opened: try Base64Text.decode(bytes.span))
  }

  @Test("What is written is read back, and is as Foundation has it")
  func roundTrip() throws {
    for count in 1...100 {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 * 37 + count) }
      var text = try SecretBytes(capacity: Base64Text.encodedLength(ofByteCount: count))
      #expect(Base64Text.encode(bytes.span, to: &text) && text.count == text.capacity)
      let written = String(decoding: Array(copying: text.bytes), as: UTF8.self)
      #expect(written == Data(bytes).base64EncodedString())
      #expect(try decode(written) == bytes)
      #expect(try decode("\n  " + written.map { "\($0) \t" }.joined(separator: "\r\n")) == bytes)
    }
  }

  @Test(
    "Anything else is no Base64",
    arguments: ["", " ", "=", "A", "AA", "AAA", "AA=", "AAA==", "AAAA=", "AB==", "AAB=", "A===", "AA==AA==", "A_-A",
      "ÄAAA"])
  func refused(text: String) throws {
    #expect(try decode(text) == nil)
  }

  @Test("A full sink says so")
  func noRoom() throws {
    var small = try SecretBytes(capacity: 7)
    #expect(!Base64Text.encode([1, 2, 3, 4].span, to: &small))
  }
}
