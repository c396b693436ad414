import CTestHost
import Testing

@testable import Countersign

@Suite struct SealKeyTests {
  private func parses(_ content: [UInt8]) throws -> Bool {
    try SealKey.parse(content.span) != nil
  }

  @Test("Reads the one line that a key file has")
  func line() throws {
    let content = TestKey.file()
    #expect(content.count == SealKey.lineSize)
    #expect(try parses(content))
    let key = try TestKey.make()
    #expect(Bytes.copy(key.secret.bytes) == Hex.decode(content.dropLast().suffix(64)))
  }

  @Test("Reads nothing else", arguments: [
    "", "\n", "countersign-seal-key 1 \n",
    "countersign-seal-key 2 " + String(repeating: "A", count: 64) + "\n",
    "Countersign-seal-key 1 " + String(repeating: "A", count: 64) + "\n",
    "countersign-seal-key 1\t" + String(repeating: "A", count: 64) + "\n",
    "countersign-seal-key 1 " + String(repeating: "a", count: 64) + "\n",
    "countersign-seal-key 1 " + String(repeating: "G", count: 64) + "\n",
    "countersign-seal-key 1 " + String(repeating: "A", count: 63) + "\n",
    "countersign-seal-key 1 " + String(repeating: "A", count: 65) + "\n",
    "countersign-seal-key 1 " + String(repeating: "A", count: 64),
    "countersign-seal-key 1 " + String(repeating: "A", count: 65),
    "countersign-seal-key 1 " + String(repeating: "A", count: 64) + "\r\n",
    "countersign-seal-key 1 " + String(repeating: "A", count: 64) + "\n\n",
    " countersign-seal-key 1 " + String(repeating: "A", count: 63) + "\n",
    "countersign-seal-key 1  " + String(repeating: "A", count: 63) + "\n",
  ])
  func otherContent(text: String) throws {
    #expect(try !parses(Bytes.of(text)))
  }

  @Test("Every byte is looked at")
  func everyByte() throws {
    let good = TestKey.file()
    let original = try TestKey.make()
    for index in good.indices {
      var changed = good
      changed[index] ^= 0x80
      #expect(try !parses(changed), "byte \(index)")
    }
    for index in 23..<87 {
      var changed = good
      changed[index] = good[index] == UInt8(ascii: "0") ? UInt8(ascii: "F") : UInt8(ascii: "0")
      guard let other = try SealKey.parse(changed.span) else {
        Issue.record("digit \(index)")
        continue
      }
      let isOther = other.identifier != original.identifier
        && Bytes.copy(other.recordKey.bytes) != Bytes.copy(original.recordKey.bytes)
      #expect(isOther, "digit \(index)")
    }
  }

  @Test("Cut at every length it is no key")
  func cut() throws {
    let good = TestKey.file()
    for length in good.indices { #expect(try !parses(Array(good.prefix(length)))) }
  }

  @Test("Sealing, records and the identifier have keys of their own")
  func derivedKeys() throws {
    let key = try TestKey.make()
    let secret = Bytes.copy(key.secret.bytes)
    let record = Bytes.copy(key.recordKey.bytes)
    #expect(record.count == 32 && record != secret)
    // HMAC-SHA-256 over the purposes, computed independently.
    #expect(Bytes.text(Hex.encode(record)) == "44F43A069E60CE6ACEDC669A84A2C8A7477F1FF1D7B0A8AADCFCCE22F06D7D76")
    #expect(Bytes.text(key.identifier) == "CF1F4976")
  }

  @Test("A key that goes away leaves nothing behind")
  func wiped() throws {
    _ = cs_host_take_wiped()
    try makeAndRelease()
    // The key, the key of records and the 32 bytes that the identifier is cut from.
    #expect(cs_host_take_wiped() >= 96)
  }

  private func makeAndRelease() throws {
    let key = try TestKey.make()
    let length = key.identifier.count
    #expect(length == 8)
  }
}
