import Countersign

/// Looks for the module.
enum ModuleProbe {
  /// Where distributions keep PAM modules; below the last two one folder for each kind of machine.
  private static let folders = [
    "/lib/security", "/lib64/security", "/usr/lib/security", "/usr/lib64/security", "/lib/pam", "/usr/lib/pam",
    "/usr/local/lib/security", "/usr/local/lib64/security", "/usr/local/lib/pam",
  ]
  private static let parents = ["/lib", "/usr/lib"]

  /// - Parameter named: the module as stacks name it, with the services.
  static func check(named: [(module: String, services: [String])]) -> ModuleCheck {
    let folders = allFolders
    let own = folder(among: folders)
    let host = own.flatMap { header("\($0)/pam_unix.so") ?? header("\($0)/pam_deny.so") }
    let files = named.map { entry in
      let path = entry.module.hasPrefix("/") ? entry.module : "\(own ?? folders[0])/\(entry.module)"
      return (file: file(path), services: entry.services)
    }
    return ModuleCheck(
      folder: own, host: host ?? header("/proc/self/exe"), named: files,
      present: folders.map { file("\($0)/\(ModuleCheck.name)") }.filter { $0.found != nil })
  }

  /// The directory of libpam's own modules.
  private static func folder(among folders: [String]) -> String? {
    let wanted = header("/proc/self/exe")
    return folders.first { folder in
      guard let found = header("\(folder)/pam_unix.so") ?? header("\(folder)/pam_deny.so") else { return false }
      return wanted.map { found.fits($0) } ?? true
    }
  }

  private static var allFolders: [String] {
    let triples = parents.flatMap { parent in
      ((try? HostFile.names(in: parent)) ?? []).filter { $0.contains("-linux-") }.map { "\(parent)/\($0)/security" }
    }
    return triples + folders
  }

  private static func header(_ path: String) -> ELFHeader? {
    (try? HostFile.content(of: path, upTo: ELFHeader.size)).flatMap { $0 }.flatMap { ELFHeader($0) }
  }

  private static func file(_ path: String) -> ModuleFile {
    guard let status = try? HostFile.status(of: path) else { return ModuleFile(path: path, found: nil) }
    return ModuleFile(
      path: path,
      found: ModuleFile.Found(
        isRegular: status.isRegularFile, owner: status.owner, permissions: status.permissions, header: header(path),
        identity: [status.device, status.inode]))
  }
}
