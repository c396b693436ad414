import Countersign

/// Looks at our directories and files.
enum StoreTreeProbe {
  /// - Parameter unreadable: gets the directories whose content could not be listed.
  static func tree(_ location: StoreLocation, unreadable: inout [String]) -> StoreTree {
    let paths = StorePaths(location, nil)
    let base = paths[.baseDirectory]
    let usesDirectory = (try? Policy.ofHost(location))?.usesDirectory ?? false
    let keys = usesDirectory ? ["seal.key", "site.key"] : ["seal.key"]
    let folders = [
      folder(paths[.configurationDirectory], isNeeded: true, named: keys, &unreadable) { name in
        ["seal.key", "site.key", "countersign.conf"].contains(name)
      },
      folder(paths[.deliverySettings], isNeeded: false, &unreadable) { $0.hasSuffix(".conf") },
      folder(base, isNeeded: true, &unreadable) { _ in false },
      folder(paths[.usersDirectory], isNeeded: true, &unreadable),
      folder(paths[.stateDirectory], isNeeded: true, canBeMade: true, &unreadable),
      folder(paths[.tokensDirectory], isNeeded: false, &unreadable),
      folder(paths[.movingDirectory], isNeeded: false, &unreadable),
      folder("\(base)/services", isNeeded: false, &unreadable) { _ in false },
      folder("\(base)/offline", isNeeded: false, &unreadable) { _ in false },
      folder("\(base)/offline/users", isNeeded: false, &unreadable),
      folder("\(base)/offline/state", isNeeded: false, &unreadable),
      folder(paths[.auditDirectory], isNeeded: true, canBeMade: true, &unreadable) { $0.hasPrefix("audit.jsonl") },
    ]
    // What lies in a directory that is missing need not be told of.
    let isThere = found(base) != nil
    let told = folders.compactMap { $0 }.filter { folder in
      isThere || folder.directory.found != nil || !folder.directory.path.hasPrefix(base + "/")
    }
    return StoreTree(folders: told, owner: location.owner)
  }

  /// - Parameters:
  ///   - named: files that have to be there.
  ///   - isOurs: which other files in it are looked at.
  /// - Returns: `nil` for one that is not there and need not be.
  private static func folder(
    _ path: String, isNeeded: Bool, canBeMade: Bool = false, named: [String] = [], _ unreadable: inout [String],
    isOurs: (String) -> Bool = { _ in true }
  ) -> StoreTree.Folder? {
    let directory = StoreFile(
      path: path, wanted: .directory, forbidden: 0o077, usual: 0o700, isNeeded: isNeeded, canBeMade: canBeMade,
      found: found(path))
    guard directory.found != nil || isNeeded else { return nil }
    var names: [String] = []
    do {
      names = try HostFile.names(in: path).filter(isOurs)
    } catch {
      unreadable.append("\(path): \(Complaint.meaning(error))")
    }
    let missing = directory.found == nil ? [] : named.filter { !names.contains($0) }
    let files = (missing + names).filter { !isUnfinished($0) && !isFolder("\(path)/\($0)") }.map { name in
      file("\(path)/\(name)", isPolicy: name == "countersign.conf", isNeeded: named.contains(name))
    }
    return StoreTree.Folder(directory: directory, files: files)
  }

  static func file(_ path: String, isPolicy: Bool, isNeeded: Bool) -> StoreFile {
    StoreFile(
      path: path, wanted: .file, forbidden: isPolicy ? 0o022 : 0o077, usual: isPolicy ? 0o644 : 0o600,
      isNeeded: isNeeded, canBeMade: false, found: found(path))
  }

  /// What a command leaves that was killed; the next one takes it away.
  private static func isUnfinished(_ name: String) -> Bool { name.hasPrefix(".") }

  private static func isFolder(_ path: String) -> Bool { found(path)?.kind == .directory }

  private static func found(_ path: String) -> StoreFile.Found? {
    guard let root = try? FileDescriptor.open(FilePath("/"), .directory),
      let status = try? root.status(of: FilePath(Array(path.utf8)))
    else { return nil }
    let kind: StoreFile.Kind =
      status.isDirectory ? .directory : status.isRegularFile ? .file : status.isSymbolicLink ? .link : .other
    return StoreFile.Found(kind: kind, owner: status.owner, permissions: status.permissions, links: status.links)
  }
}

extension FileStatus {
  fileprivate var isSymbolicLink: Bool { mode & 0o170000 == 0o120000 }
}
