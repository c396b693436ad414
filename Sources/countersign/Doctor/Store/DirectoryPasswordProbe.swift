import Countersign

/// Looks at the file of the password or the key for the directory.
enum DirectoryPasswordProbe {
  /// - Returns: `nil` where the policy names none.
  static func check(_ location: StoreLocation) -> DirectoryPasswordCheck? {
    guard let policy = try? Policy.ofHost(location), policy.usesDirectory, let login = policy.directory?.login,
      let path = login.secretFile
    else { return nil }
    let file = StoreTreeProbe.file(String(decoding: path, as: UTF8.self), isPolicy: false, isNeeded: true)
    var isKeytab = false
    if case .kerberos = login { isKeytab = true }
    return DirectoryPasswordCheck(file: file, owner: location.owner, isKeytab: isKeytab)
  }
}
