/// Who besides the owner may reach into a directory or file.
enum Privacy {
  /// Nobody: the store's own directories and files.
  case ownerOnly
  /// Others may look and pass, not write: a root directory given by the administrator, the policy.
  case readable

  var forbidden: UInt32 {
    switch self {
    case .ownerOnly: 0o077
    case .readable: 0o022
    }
  }
}
