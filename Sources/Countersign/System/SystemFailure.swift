/// A system call that failed, with its error number.
public struct SystemFailure: Error, Equatable, Sendable {
  public let call: SystemCall
  public let errno: Errno

  public init(_ call: SystemCall, _ errno: Errno) {
    self.call = call
    self.errno = errno
  }
}

/// Turns the `CPosix` convention (a negative errno is a failure) into a value or a thrown ``SystemFailure``.
@discardableResult
func checked<Value: SignedInteger>(_ call: SystemCall, _ result: Value) throws(SystemFailure) -> Value {
  guard result < 0 else { return result }
  throw SystemFailure(call, Errno(rawValue: Int32(truncatingIfNeeded: -result)))
}
