/// Where the store is and to whom it belongs.
public struct StoreLocation: Equatable, Sendable {
  /// Another root directory, without a slash at its end; empty for the system's own.
  public let root: [UInt8]
  /// Who must own every file and directory; root outside of tests.
  public let owner: UInt32
  /// How long to wait for a lock that another process holds, in seconds.
  public let lockWait: UInt32
  /// Which of the stores there.
  public let choice: StoreChoice

  public init(root: [UInt8] = [], owner: UInt32 = 0, lockWait: UInt32 = 5, choice: StoreChoice = .byPolicy) {
    var trimmed = root[...]
    while trimmed.last == UInt8(ascii: "/") { trimmed = trimmed.dropLast() }
    self.root = Array(trimmed)
    self.owner = owner
    self.lockWait = lockWait
    self.choice = choice
  }

  /// Another of the stores there.
  public func choosing(_ choice: StoreChoice) -> StoreLocation {
    StoreLocation(root: root, owner: owner, lockWait: lockWait, choice: choice)
  }

  /// The directory of the policy and the seal key.
  public var configurationDirectory: FilePath { path(StoreLocation.configuration) }
  /// The directory above `users` and `state`.
  public var baseDirectory: FilePath { path(base) }
  /// The directory of the audit file.
  public var auditDirectory: FilePath { path(StoreLocation.audit) }

  /// All below the root, without a slash at the beginning.
  static let configuration = Array(ascii: "etc/countersign")
  var base: [UInt8] {
    DirectoryStore.isUsable && choice == .breakGlass ? StoreLocation.offlineBase : StoreLocation.ordinaryBase
  }
  static let ordinaryBase = Array(ascii: "var/lib/countersign")
  private static let offlineBase = Array(ascii: "var/lib/countersign/offline")
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

  /// Where the program that speaks to the directory may be installed; the first one that exists is started.
  public var directoryPlaces: [FilePath] {
    let local: StaticString = "usr/local/libexec/countersign/directory"
    return [path(Array(ascii: local)), path(Array(ascii: "usr/libexec/countersign/directory"))]
  }

  func path(_ below: [UInt8]) -> FilePath {
    FilePath(root + [UInt8(ascii: "/")] + below)
  }
}
