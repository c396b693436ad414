import Countersign

/// Looks for the keys of a host in places where they should not be.
enum KeyCopiesProbe {
  /// - Parameter folder: the directory of the key, `/etc/countersign`.
  static func check(_ location: StoreLocation) -> KeyCopiesCheck {
    let paths = StorePaths(location, nil)
    let folder = paths[.configurationDirectory]
    let etc = String(folder.dropLast("/countersign".count))
    return KeyCopiesCheck(
      key: paths[.sealKey], tracking: tracking("seal.key", in: etc),
      copies: copies(in: folder, but: "seal.key") + copies(in: paths[.baseDirectory], but: nil))
  }

  /// - Returns: `nil` where there is no site key.
  static func checkSiteKey(_ location: StoreLocation) -> SiteKeyCopiesCheck? {
    let paths = StorePaths(location, nil)
    guard (try? HostFile.status(of: paths[.siteKey])).flatMap({ $0 }) != nil else { return nil }
    let etc = String(paths[.configurationDirectory].dropLast("/countersign".count))
    return SiteKeyCopiesCheck(key: paths[.siteKey], tracking: tracking("site.key", in: etc))
  }

  private static func tracking(_ key: String, in etc: String) -> KeyCopiesCheck.Tracking {
    for (folder, name) in [(".hg", "Mercurial"), (".bzr", "Bazaar"), ("_darcs", "darcs")]
    where (try? HostFile.status(of: "\(etc)/\(folder)")).flatMap({ $0 }) != nil {
      return .unknown(repository: name)
    }
    let repository = "\(etc)/.git"
    guard (try? HostFile.status(of: repository)).flatMap({ $0 }) != nil else { return .none }
    let index: [UInt8]?
    do { index = try HostFile.content(of: "\(repository)/index", upTo: 64 << 20) } catch {
      guard error.errno == .noEntry else { return .unknown(repository: repository) }
      index = nil
    }
    if let index {
      guard let names = GitIndex(index) else { return .unknown(repository: repository) }
      if names.paths.contains(Array("countersign/\(key)".utf8)) { return .tracked(repository: repository) }
    }
    let ignored = [".gitignore", ".git/info/exclude"].contains { file in
      HostFile.text(of: "\(etc)/\(file)").map { KeyCopiesCheck.isIgnored(key, $0) } ?? false
    }
    return ignored ? .ignored : .notIgnored(repository: repository)
  }

  /// Files whose names say that they are the key or a copy of it.
  private static func copies(in folder: String, but own: String?) -> [String] {
    ((try? HostFile.names(in: folder)) ?? []).filter { $0.contains("seal.key") && $0 != own }.map { "\(folder)/\($0)" }
  }
}
