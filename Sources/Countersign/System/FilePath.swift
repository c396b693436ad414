/// A path as the kernel takes it: bytes without NUL inside, ended by one NUL.
///
/// Paths are never `String`: Swift compares strings by Unicode equivalence, the kernel compares bytes.
public struct FilePath: Equatable, Sendable {
  /// The bytes with the closing NUL.
  let terminated: [UInt8]

  /// - Parameter bytes: the path without its NUL. A NUL inside makes every call on it fail with `EINVAL`.
  public init(_ bytes: [UInt8]) {
    terminated = bytes + [0]
  }

  /// A path written in the source.
  public init(_ text: StaticString) {
    self.init(Array(ascii: text))
  }

  private init(terminated: [UInt8]) {
    self.terminated = terminated
  }

  /// This path behind the beginning of another one, which ends with a slash.
  func below(_ beginning: [UInt8]) -> FilePath { FilePath(terminated: beginning + terminated) }

  /// The bytes without the NUL.
  public var bytes: [UInt8] { Array(terminated.dropLast()) }

  /// Calls `body` with the bytes and their number, the closing NUL included.
  func withBytes<Result>(_ body: (UnsafePointer<UInt8>?, Int) -> Result) -> Result {
    // SAFETY: the array outlives the call, and pointer and count belong together.
    unsafe terminated.withUnsafeBufferPointer { unsafe body($0.baseAddress, $0.count) }
  }
}
