import OATH
import Testing

@testable import Countersign

@Suite struct FreshTemporaryCodeTests {
  private func text(_ code: borrowing FreshTemporaryCode) throws -> String {
    var sink = try SecretBytes(capacity: 16)
    code.write(to: &sink)
    return Bytes.text(Bytes.copy(sink.bytes))
  }

  /// The code of a random number, lowest byte first.
  private func code(of number: UInt32) throws -> String? {
    let random = (0..<4).map { UInt8(truncatingIfNeeded: number >> UInt32(8 * $0)) }
    guard let code = try FreshTemporaryCode(random: random.span) else { return nil }
    return try text(code)
  }

  @Test("A number is its last eight digits, in two groups", arguments: [
    (0, "0000 0000"), (7, "0000 0007"), (99_999_999, "9999 9999"), (100_000_000, "0000 0000"),
    (112_345_678, "1234 5678"), (4_199_999_999, "9999 9999"),
  ] as [(UInt32, String)])
  func digits(number: UInt32, expected: String) throws { #expect(try code(of: number) == expected) }

  @Test("The highest numbers, which would make some codes likelier, give none", arguments: [
    4_200_000_000, 4_200_000_001, 4_294_967_295,
  ] as [UInt32])
  func bias(number: UInt32) throws { #expect(try code(of: number) == nil) }

  @Test("Two codes are two, and each has another salt")
  func fresh() throws {
    let first = try FreshTemporaryCode()
    let second = try FreshTemporaryCode()
    let texts = [try text(first), try text(second)]
    #expect(texts.allSatisfy { $0.utf8.count == 9 } && texts[0] != texts[1])
    let hashed = [try first.hashed(), try first.hashed()]
    #expect(hashed[0] != hashed[1])
  }

  @Test("What is hashed is the digits without the blank")
  func hash() throws {
    let fresh = try FreshTemporaryCode()
    let hashed = try fresh.hashed()
    let typed = try TypedCode(Bytes.of(text(fresh)).span)
    #expect(typed.hash(salt: hashed.salt) == hashed.hash)
    #expect(typed.value(digits: .eight) != nil)
  }
}
