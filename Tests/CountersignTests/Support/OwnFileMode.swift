import CTestHost
import Foundation

/// A thread with a file mode creation mask of its own; that of the other tests stays as it is.
enum OwnFileMode {
  /// Runs `body` under this umask and waits for it.
  static func run(umask mask: UInt32, _ body: @escaping @Sendable () -> Void) {
    let done = DispatchSemaphore(value: 0)
    let thread = Thread {
      if cs_host_own_umask(mask) == 0 { body() }
      done.signal()
    }
    thread.start()
    done.wait()
  }
}
