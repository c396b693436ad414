import Foundation

/// Modes and owners of files, for tests that root runs.
enum Attributes {
  static func set(mode: mode_t, _ path: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: NSNumber(value: mode)], ofItemAtPath: path)
  }

  static func set(owner: UInt32, group: UInt32 = 0, _ path: String) throws {
    // SAFETY: the path is a string that lives until the call returns.
    let result = unsafe lchown(path, owner, group)
    guard result == 0 else { throw POSIXError(.EPERM) }
  }
}
