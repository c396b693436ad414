/// Why the directory gave no answer that counts. Each of them is *away*, and none is *absent*.
public enum DirectoryFault: UInt8, Error, CaseIterable {
  /// No connection, or none in time.
  case unreachable = 1
  /// The server has not proved to be the one that was meant.
  case untrusted
  /// It does not take this host for one.
  case bindRefused
  /// It has a copy, or another provider decides.
  case notDeciding
  /// The entry above all users is not there, or not of this version.
  case noBase
  /// It is not what a directory says, or too long.
  case malformed
  /// Something that this host may not do.
  case forbidden
  /// The server says that it cannot.
  case failed
  /// The settings or the order are none.
  case badOrder

  /// As it stands in log lines.
  public var reason: StaticString {
    switch self {
    case .unreachable: "directory-unreachable"
    case .untrusted: "directory-untrusted"
    case .bindRefused: "directory-bind-refused"
    case .notDeciding: "directory-not-deciding"
    case .noBase: "directory-base-missing"
    case .malformed: "directory-answer-malformed"
    case .forbidden: "directory-access-denied"
    case .failed: "directory-failed"
    case .badOrder: "directory-settings-wrong"
    }
  }
}
