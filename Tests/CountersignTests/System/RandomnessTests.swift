import CTestHost
import Foundation
import Testing

@testable import Countersign

@Suite struct RandomnessTests {
  private func draw(_ count: Int) throws -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: count)
    var room = bytes.mutableSpan
    try Randomness.fill(&room)
    return bytes
  }

  @Test("Fills the whole buffer", arguments: [0, 1, 32, 257, 100_000])
  func wholeBuffer(count: Int) throws {
    let bytes = try draw(count)
    #expect(bytes.count == count)
    // All zero in the second half happens once in 2^128 times from 32 bytes on.
    if count >= 32 { #expect(bytes.suffix(count / 2).contains { $0 != 0 }) }
  }

  @Test("Two draws differ")
  func draws() throws {
    #expect(try draw(32) != draw(32))
  }

  @Test("No randomness is a failure, not a row of zeros")
  func failure() throws {
    cs_host_fail(cs_host_getrandom, 1, ENOSYS)
    defer { cs_host_fail(cs_host_getrandom, 0, 0) }
    #expect(throws: SystemFailure(.random, Errno(rawValue: ENOSYS))) { try draw(32) }
  }

  @Test("An interrupted draw goes on")
  func interruption() throws {
    cs_host_fail(cs_host_getrandom, 1, EINTR)
    defer { cs_host_fail(cs_host_getrandom, 0, 0) }
    #expect(try draw(32).contains { $0 != 0 })
    #expect(cs_host_count(cs_host_getrandom) == 2)
  }
}
