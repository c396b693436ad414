import FoundationEssentials

/// The directory that libpam takes modules from.
struct ModuleDirectory: Equatable {
  let path: String

  /// The one that holds the module of Linux-PAM that stands in for others.
  ///
  /// - Returns: `nil` where that module is not installed.
  static func found() -> ModuleDirectory? {
    candidates.first { FileManager.default.fileExists(atPath: "\($0)/\(TrialFiles.standIn)") }
      .map { ModuleDirectory(path: $0) }
  }

  /// As the distributions have it; where several exist, a link leads from one to the other.
  private static let candidates: [String] = {
    #if arch(x86_64)
      let multiarch = "x86_64-linux-gnu"
    #elseif arch(arm64)
      let multiarch = "aarch64-linux-gnu"
    #else
      let multiarch = "unknown"
    #endif
    return ["/usr/lib/\(multiarch)", "/lib/\(multiarch)", "/usr/lib64", "/lib64", "/usr/lib", "/lib"]
      .map { "\($0)/security" }
  }()

  /// Whether libpam finds a module that a rule names so.
  func has(_ module: String) -> Bool {
    FileManager.default.fileExists(atPath: module.hasPrefix("/") ? module : "\(path)/\(module)")
  }
}
