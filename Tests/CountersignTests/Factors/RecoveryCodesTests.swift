import CTestHost
import Foundation
import OATH
import Testing

@testable import Countersign

@Suite struct RecoveryCodesTests {
  private func written(_ codes: borrowing RecoveryCodes, _ index: Int) throws -> String {
    var sink = try SecretBytes(capacity: 64)
    codes.write(index, to: &sink)
    return Bytes.text(Bytes.copy(sink.bytes))
  }

  @Test("Are ten, each different, in four groups of four")
  func form() throws {
    let codes = try RecoveryCodes()
    var all: Set<String> = []
    for index in 0..<RecoveryCodeSet.size { all.insert(try written(codes, index)) }
    #expect(all.count == 10)
    let groups = /[A-Z2-7]{4}(-[A-Z2-7]{4}){3}/
    for code in all { #expect(code.wholeMatch(of: groups) != nil) }
  }

  @Test("There is none outside", arguments: [-1, 10, Int.max, Int.min])
  func outside(index: Int) throws {
    let codes = try RecoveryCodes()
    #expect(try written(codes, index).isEmpty)
  }

  @Test("Their hashes are those of what was written, each under a salt of its own")
  func hashes() throws {
    let codes = try RecoveryCodes()
    let hashed = try codes.hashed()
    #expect(hashed.count == 10 && Set(hashed.map(\.salt)).count == 10)
    for (index, stored) in hashed.enumerated() {
      let typed = try TypedCode(Bytes.of(try written(codes, index)).span)
      let hash = typed.hash(salt: stored.salt)
      #expect(hash == stored.hash)
    }
  }

  @Test("Without randomness there are none")
  func noRandomness() {
    cs_host_fail(cs_host_getrandom, 1, ENOSYS)
    defer { cs_host_fail(cs_host_getrandom, 0, 0) }
    #expect(throws: SystemFailure(.random, Errno(rawValue: ENOSYS))) { _ = try RecoveryCodes() }
  }

  @Test("Leave nothing behind")
  func wiped() throws {
    _ = cs_host_take_wiped()
    _ = try RecoveryCodes()
    // The random bytes and the characters.
    #expect(cs_host_take_wiped() >= 100 + 160)
  }
}
