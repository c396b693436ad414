import CPosix

/// The environment of whoever calls. In sudo and su it is theirs, so that it gives hints and decides nothing.
public enum CallerEnvironment {
  /// In bytes; of a longer value there is none.
  static let longest = 4_096

  /// The value of a variable.
  ///
  /// - Returns: `nil` for none, and for one that is empty.
  public static func value(of name: StaticString) -> [UInt8]? {
    var length = 0
    let name = Array(ascii: name)
    // SAFETY: the name comes with its count; the value is null or has as many bytes as the call says.
    return unsafe name.withUnsafeBufferPointer { name in
      guard let value = unsafe cs_caller_variable(name.baseAddress, name.count, &length),
        (1...longest).contains(length)
      else { return nil }
      return unsafe Array(UnsafeBufferPointer(start: value, count: length))
    }
  }
}
