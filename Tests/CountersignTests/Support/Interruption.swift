import CTestHost

/// Does something just before one of this thread's next system calls: a moment that a race would have to hit.
@safe
final class Interruption {
  private let body: () -> Void
  private let call: cs_host_call
  private(set) var hasHappened = false

  private init(_ call: cs_host_call, _ body: @escaping () -> Void) {
    self.call = call
    self.body = body
  }

  /// - Parameter nth: before which of the calls that `action` makes, from 1.
  /// - Returns: what `action` gave, and whether the call was made at all.
  static func before<Result>(
    _ call: cs_host_call, _ nth: Int32 = 1, do body: @escaping () -> Void, during action: () throws -> Result
  ) rethrows -> (result: Result, hasHappened: Bool) {
    let interruption = Interruption(call, body)
    // SAFETY: the object outlives the plan, which is cleared below.
    unsafe cs_host_before(call, nth, { context in
      guard let context = unsafe context else { return }
      let interruption = unsafe Unmanaged<Interruption>.fromOpaque(context).takeUnretainedValue()
      interruption.hasHappened = true
      interruption.body()
    }, Unmanaged.passUnretained(interruption).toOpaque())
    defer { cs_host_before(call, 0, nil, nil) }
    let result = try action()
    return (result, interruption.hasHappened)
  }
}
