import CTestHost

/// Something that happens once, just before one of this thread's next system calls.
@safe
final class Moment {
  private let body: () -> Void
  private(set) var hasCome = false

  init(_ body: @escaping () -> Void) { self.body = body }

  /// - Parameter nth: before which of the next calls, from 1.
  func arm(_ call: cs_host_call, _ nth: Int32) {
    // SAFETY: the object outlives the plan, which `disarm` clears.
    unsafe cs_host_before(call, nth, { context in
      guard let context = unsafe context else { return }
      let moment = unsafe Unmanaged<Moment>.fromOpaque(context).takeUnretainedValue()
      moment.hasCome = true
      moment.body()
    }, Unmanaged.passUnretained(self).toOpaque())
  }

  func disarm(_ call: cs_host_call) { cs_host_before(call, 0, nil, nil) }
}
