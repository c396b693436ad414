import Foundation

/// A folder of one test that goes away with this object, whatever happened.
final class TemporaryFolder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appendingPathComponent("countersign-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: url, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
  }

  deinit { remove() }

  /// Takes the folder away at once, for tests whose threads may hold this object a moment longer than the test runs.
  func remove() {
    try? FileManager.default.removeItem(at: url)
  }

  subscript(name: String) -> URL { url.appendingPathComponent(name) }

  /// Makes a file that is closed to everybody else, or puts other content into it.
  func write(_ text: String, to name: String) throws {
    try write(Array(text.utf8), to: name)
  }

  func write(_ bytes: [UInt8], to name: String) throws {
    try Data(bytes).write(to: self[name])
    try setMode(0o600, of: name)
  }

  func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: self[name]))
  }

  func setMode(_ mode: Int, of name: String) throws {
    try FileManager.default.setAttributes([.posixPermissions: mode], ofItemAtPath: self[name].path)
  }

  func mode(of name: String) throws -> Int {
    let attributes = try FileManager.default.attributesOfItem(atPath: self[name].path)
    return attributes[.posixPermissions] as? Int ?? -1
  }

  func names(in name: String = "") throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: self[name].path))
  }

  /// Makes a FIFO, socket or device.
  ///
  /// - Returns: 0, or the error number.
  func makeNode(_ name: String, type: mode_t, device: dev_t = 0) -> Int32 {
    // SAFETY: the path is a C string for the length of the call.
    unsafe mknod(self[name].path, type | 0o600, device) == 0 ? 0 : errno
  }

  /// Gives a file to somebody else.
  func give(_ name: String, to owner: UInt32) -> Int32 {
    // SAFETY: the path is a C string for the length of the call.
    unsafe chown(self[name].path, owner, gid_t.max) == 0 ? 0 : errno
  }
}
