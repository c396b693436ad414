import CTestHost
import Foundation
import Testing

@testable import Countersign

@Suite struct SecretBytesTests {
  @Test("Is wiped whole when its owner lets go", arguments: [1, 20, 4_096])
  func wipedOnRelease(capacity: Int) throws {
    _ = cs_host_take_wiped()
    try useAndRelease(capacity: capacity, used: 1)
    #expect(cs_host_take_wiped() == capacity)
    try useAndRelease(capacity: capacity, used: capacity)
    #expect(cs_host_take_wiped() == capacity)
  }

  private func useAndRelease(capacity: Int, used: Int) throws {
    var secret = try SecretBytes(capacity: capacity)
    for _ in 0..<used { secret.append(0xA5) }
    #expect(secret.count == used)
    let before = cs_host_take_wiped()
    #expect(before == 0)
  }

  @Test("Is wiped when it was handed over")
  func wipedAfterMove() throws {
    _ = cs_host_take_wiped()
    let secret = try Bytes.secret(Bytes.of("123456"))
    consume(secret)
    #expect(cs_host_take_wiped() == 6)
  }

  private func consume(_ secret: consuming SecretBytes) {
    #expect(secret.count == 6)
  }

  @Test("Holds as much as was asked for, not more")
  func full() throws {
    var secret = try SecretBytes(capacity: 2)
    var results = [secret.append(1), secret.append(2), secret.append(3)]
    #expect(results == [true, true, false])
    #expect(Bytes.copy(secret.bytes) == [1, 2])
    secret.resize(to: 1)
    let two: [UInt8] = [7, 8]
    results = [secret.append(two.span)]
    #expect(results == [false])
    #expect(Bytes.copy(secret.bytes) == [1])
  }

  @Test("A capacity out of range is refused", arguments: [0, -1, Int.min, Int.max, (1 << 24) + 1])
  func capacities(capacity: Int) {
    #expect(throws: SystemFailure(.allocate, .noMemory)) { _ = try SecretBytes(capacity: capacity) }
  }

  @Test("The largest capacity is 16 MiB")
  func largestCapacity() throws {
    let secret = try SecretBytes(capacity: 1 << 24)
    let capacity = secret.capacity
    #expect(capacity == 1 << 24)
  }

  @Test("No memory is a failure")
  func noMemory() {
    cs_host_fail(cs_host_calloc, 1, ENOMEM)
    var failure: SystemFailure?
    do throws(SystemFailure) { _ = try SecretBytes(capacity: 20) } catch { failure = error }
    cs_host_fail(cs_host_calloc, 0, 0)
    #expect(failure == SystemFailure(.allocate, .noMemory))
  }

  @Test("What is taken out of use is wiped, what comes into use is zero")
  func resizing() throws {
    var secret = try Bytes.secret([1, 2, 3, 4])
    _ = cs_host_take_wiped()
    let shrunk = secret.resize(to: 1)
    let wiped = cs_host_take_wiped()
    let grown = secret.resize(to: 4)
    #expect(shrunk && grown && wiped == 3)
    #expect(Bytes.copy(secret.bytes) == [1, 0, 0, 0])
    let refused = [secret.resize(to: 5), secret.resize(to: -1), secret.resize(to: .max)]
    #expect(refused == [false, false, false])
    #expect(Bytes.copy(secret.bytes) == [1, 0, 0, 0])
  }

  @Test("Can be changed in place")
  func mutableBytes() throws {
    var secret = try Bytes.secret([1, 2, 3])
    var room = secret.mutableBytes
    room[1] = 9
    #expect(Bytes.copy(secret.bytes) == [1, 9, 3])
  }

  @Test("A copy of nothing is empty")
  func empty() throws {
    let secret = try Bytes.secret([])
    let isEmpty = secret.bytes.isEmpty
    #expect(isEmpty)
  }
}
