import Countersign

/// Looks at the file of the password for the directory.
enum DirectoryPasswordProbe {
  /// - Returns: `nil` where the policy names none.
  static func check(_ location: StoreLocation) -> DirectoryPasswordCheck? {
    guard let policy = try? Policy.ofHost(location), policy.usesDirectory,
      case .password(_, let path)? = policy.directory?.login
    else { return nil }
    let file = StoreTreeProbe.file(String(decoding: path, as: UTF8.self), isPolicy: false, isNeeded: true)
    return DirectoryPasswordCheck(file: file, owner: location.owner)
  }
}
