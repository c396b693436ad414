import Foundation
import Testing

@testable import Countersign

@Suite struct SystemFailureTests {
  @Test("The named numbers are those of the system", arguments: [
    (Errno.notPermitted, EPERM), (.noEntry, ENOENT), (.interrupted, EINTR), (.inputOutput, EIO),
    (.wouldBlock, EWOULDBLOCK), (.noMemory, ENOMEM), (.accessDenied, EACCES), (.exists, EEXIST),
    (.notDirectory, ENOTDIR), (.isDirectory, EISDIR), (.noSpace, ENOSPC), (.readOnlyFileSystem, EROFS),
    (.tooManyLinks, ELOOP),
  ])
  func numbers(errno: Errno, number: Int32) {
    #expect(errno.rawValue == number)
  }

  @Test("A negative result is a failure, everything else a value")
  func results() throws {
    #expect(try checked(.read, Int64(7)) == 7)
    #expect(try checked(.read, Int32(0)) == 0)
    #expect(throws: SystemFailure(.read, .inputOutput)) { try checked(.read, Int64(-5)) }
    #expect(throws: SystemFailure(.open, .noEntry)) { try checked(.open, Int32(-2)) }
  }

  @Test("An interrupted call is made again, every other result stands")
  func interruptions() {
    var results: [Int32] = [-4, -4, -5, -4]
    let result = retryingOnInterrupt { results.removeFirst() }
    #expect(result == -5)
    #expect(results == [-4])
  }

  @Test("Every call has a name of its own")
  func names() {
    let calls: [SystemCall] = [
      .open, .status, .read, .write, .lock, .synchronize, .rename, .unlink, .changeMode, .random, .clock, .allocate,
      .account, .list, .terminal, .signals, .wait, .group, .groupList,
    ]
    #expect(Set(calls.map(\.name.description)).count == calls.count)
  }
}
