import Foundation

/// The file under test: the stripped Embedded module as it is installed, never a twin built for tests.
enum ShippedModule {
  /// Its absolute path, from `COUNTERSIGN_MODULE` or where the release build puts it.
  static let path: String = {
    if let named = ProcessInfo.processInfo.environment["COUNTERSIGN_MODULE"] { return named }
    let package = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return package.appendingPathComponent(".build-embedded/release/libpam_countersign.so").path
  }()
}
