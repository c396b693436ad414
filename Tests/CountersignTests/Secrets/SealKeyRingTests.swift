import CTestHost
import Testing

@testable import Countersign

@Suite struct SealKeyRingTests {
  private static let first = TestKey.file()
  private static let second = TestKey.file("FEDCBA9876543210")

  private func parse(_ content: [UInt8]) throws -> SealKeyRing? { try SealKeyRing.parse(content.span) }

  @Test("One line is the key, and of two the first one seals")
  func lines() throws {
    let one = try #require(try parse(Self.first))
    #expect(one.retiring == nil && Bytes.text(one.current.identifier) == "CF1F4976")
    let two = try #require(try parse(Self.second + Self.first))
    #expect(two.retiring?.identifier == one.current.identifier)
    #expect(two.current.identifier != one.current.identifier)
  }

  @Test("What is written is what is read")
  func roundTrip() throws {
    for content in [Self.first, Self.second, Self.second + Self.first, Self.first + Self.second] {
      let keys = try #require(try parse(content))
      let written = try keys.fileContent()
      #expect(Bytes.copy(written.bytes) == content && written.capacity == content.count)
    }
  }

  @Test("Two lines are two whole lines of two keys, and nothing else")
  func otherContent() throws {
    let both = Self.second + Self.first
    #expect(try parse(Self.first + Self.first) == nil)
    #expect(try parse(both + Self.first) == nil)
    for length in both.indices where length != Self.first.count {
      #expect(try parse(Array(both.prefix(length))) == nil, "cut at \(length)")
    }
    for index in both.indices {
      var changed = both
      changed[index] ^= 0x80
      #expect(try parse(changed) == nil, "byte \(index)")
      changed = both
      changed.insert(both[index], at: index)
      #expect(try parse(changed) == nil, "byte \(index) twice")
    }
  }

  @Test("A key is found by its name")
  func names() throws {
    let keys = try #require(try parse(Self.second + Self.first))
    let (new, old) = (keys.current.identifier, try #require(keys.retiring).identifier)
    #expect(keys.key(named: new) === keys.current && keys.key(named: old) === keys.retiring)
    #expect(keys.key(named: Bytes.of("00000000")) == nil)
    let one = try #require(try parse(Self.second))
    #expect(one.key(named: old) == nil && one.key(named: new) != nil)
    #expect(!one.isSame(as: keys) && keys.isSame(as: keys))
    #expect(try !#require(try parse(Self.first + Self.second)).isSame(as: keys))
  }

  @Test("Keys of the kernel differ")
  func random() throws {
    var names: Set<[UInt8]> = []
    for _ in 0..<100 { names.insert(try SealKey.random().identifier) }
    #expect(names.count == 100)
  }

  @Test("Keys that go away leave nothing behind, nor does what was written")
  func wiped() throws {
    _ = cs_host_take_wiped()
    #expect(try isWritten())
    // For each key: itself, the key of records, and what the identifier is cut from.
    #expect(cs_host_take_wiped() >= 2 * 96 + 2 * SealKey.lineSize)
  }

  private func isWritten() throws -> Bool {
    let keys = try #require(try parse(Self.second + Self.first))
    return try keys.fileContent().count == 2 * SealKey.lineSize
  }
}
