import Foundation

/// Programs that tests write, to be run at once.
enum Programs {
  /// Makes a file that can be run.
  ///
  /// Another program writes it: what is open for writing here is also open in a process that another test is just
  /// starting, and cannot be run as long as it is (`ETXTBSY`).
  static func place(_ text: String, at place: URL) throws {
    let draft = place.appendingPathExtension("draft")
    try Data(text.utf8).write(to: draft)
    let install = try Process.run(
      URL(fileURLWithPath: "/usr/bin/install"), arguments: ["-m", "755", draft.path, place.path])
    install.waitUntilExit()
    try FileManager.default.removeItem(at: draft)
    guard install.terminationStatus == 0 else { throw CocoaError(.fileWriteUnknown) }
  }
}
