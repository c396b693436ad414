/// The canonical name of a user: bytes, compared as bytes.
///
/// `"café"` written with a combining accent is another user than `"café"` written with one character, while Swift's
/// strings call them equal.
public struct UserName: Equatable, Sendable {
  public let bytes: [UInt8]

  /// - Parameter bytes: 1 to 255 bytes without NUL.
  /// - Returns: `nil` for anything else.
  public init?(_ bytes: [UInt8]) {
    guard (1...255).contains(bytes.count), !bytes.contains(0) else { return nil }
    self.bytes = bytes
  }

  /// The name of this user's files: letters, digits, `_`, `-`, and `.` behind the first place stand for themselves,
  /// every other byte is `%` and two capital hexadecimal digits.
  public var fileName: [UInt8] { PercentEncoding.encode(bytes) }
}
