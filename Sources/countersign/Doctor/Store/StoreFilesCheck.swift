import Words

/// Whether our directories and files are there, root's, and closed to everybody else.
struct StoreFilesCheck {
  let tree: StoreTree

  var findings: [Finding] {
    guard tree.folders.contains(where: { $0.directory.found != nil }) else {
      return [
        .fail(
          "store-files", "there is no store at all: nobody is enrolled, and every login that needs a code is refused",
          cure: "install.sh makes an empty store")
      ]
    }
    let flawed = tree.folders.flatMap { folder in
      [finding(folder.directory, in: nil)].compactMap { $0 } + files(of: folder)
    }
    let count = tree.folders.reduce(0) { $0 + $1.files.count }
    let folders = tree.folders.count
    let all = Message(
      "\(folders) directories and \(count) file are root's alone",
      "\(folders) directories and \(count) files are root's alone", count: count)
    return flawed.isEmpty ? [.ok("store-files", all)] : flawed
  }

  /// The first of many files with the same kind of flaw stands for all.
  private func files(of folder: StoreTree.Folder) -> [Finding] {
    let flawed = folder.files.filter { !$0.flaws(owner: tree.owner).isEmpty }
    let shown = flawed.prefix(3).compactMap { finding($0, in: folder) }
    guard flawed.count > 3 else { return shown }
    return shown + [
      .fail(
        "store-files", "\(flawed.count - 3) more files in \(folder.directory.path) are not as they should be",
        cure: "countersign doctor --fix, then look at what is left")
    ]
  }

  private func finding(_ file: StoreFile, in folder: StoreTree.Folder?) -> Finding? {
    let flaws = file.flaws(owner: tree.owner)
    guard let first = flaws.first else { return nil }
    let text = StoreFilesCheck.sentence(first, file.path)
    if StoreRepairPlan(tree).repairs(file, in: folder) {
      return .fail("store-files", text, cure: "countersign doctor --fix puts it right")
    }
    return .fail("store-files", text, cure: cure(file, first))
  }

  static func sentence(_ flaw: StoreFile.Flaw, _ path: String) -> Message {
    switch flaw {
    case .missing: "\(path) is missing"
    case .otherKind(.link): "\(path) is a symbolic link"
    case .otherKind(.directory): "\(path) is a directory"
    case .otherKind: "\(path) is neither file nor directory"
    case .otherOwner(let uid): "\(path) belongs to uid \(uid) instead of root"
    case .open(let mode): "\(path) has mode 0\(String(mode, radix: 8)), which lets others in"
    case .hardLinked(let links): "\(path) has \(links) hard links"
    }
  }

  private func cure(_ file: StoreFile, _ flaw: StoreFile.Flaw) -> Message {
    let mode = "0" + String(file.usual, radix: 8)
    switch flaw {
    case .missing where file.path.hasSuffix("/site.key"):
      return "copy it from another host; on the first one countersign directory init makes it"
    case .missing where file.wanted == .file: return StorePaths.lostKey
    case .missing: return StorePaths.lostDirectory
    case .otherOwner, .open:
      return "others could change it: look it through, then chown root: \(file.path) && chmod \(mode) \(file.path)"
    case .otherKind, .hardLinked: return "find out who put it there; restore the real one from a backup"
    }
  }
}
