/// Where the store is and to whom it belongs.
public struct StoreLocation: Equatable, Sendable {
  /// Another root directory, without a slash at its end; empty for the system's own.
  public let root: [UInt8]
  /// Who must own every file and directory; root outside of tests.
  public let owner: UInt32
  /// How long to wait for a lock that another process holds, in seconds.
  public let lockWait: UInt32

  public init(root: [UInt8] = [], owner: UInt32 = 0, lockWait: UInt32 = 5) {
    var trimmed = root[...]
    while trimmed.last == UInt8(ascii: "/") { trimmed = trimmed.dropLast() }
    self.root = Array(trimmed)
    self.owner = owner
    self.lockWait = lockWait
  }

  /// The directory of the policy and the seal key.
  public var configurationDirectory: FilePath { path(StoreLocation.configuration) }
  /// The directory above `users` and `state`.
  public var baseDirectory: FilePath { path(StoreLocation.base) }
  /// The directory of the audit file.
  public var auditDirectory: FilePath { path(StoreLocation.audit) }

  /// All below the root, without a slash at the beginning.
  static let configuration = Array(ascii: "etc/countersign")
  static let base = Array(ascii: "var/lib/countersign")
  static let audit = Array(ascii: "var/log/countersign")

  /// Where the companion may be installed; the module starts the first one that exists.
  public var companionPlaces: [FilePath] {
    let local: StaticString = "usr/local/libexec/countersign/companion"
    return [path(Array(ascii: local)), path(Array(ascii: "usr/libexec/countersign/companion"))]
  }

  /// Where the program that talks to security keys may be installed; the companion starts the first one that exists.
  public var securityKeyPlaces: [FilePath] {
    let local: StaticString = "usr/local/libexec/countersign/security-key"
    return [path(Array(ascii: local)), path(Array(ascii: "usr/libexec/countersign/security-key"))]
  }

  func path(_ below: [UInt8]) -> FilePath {
    FilePath(root + [UInt8(ascii: "/")] + below)
  }
}
