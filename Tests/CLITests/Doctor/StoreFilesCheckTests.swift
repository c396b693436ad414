import Testing

@testable import countersign

@Suite struct StoreFilesCheckTests {
  private func file(
    _ path: String, _ kind: StoreFile.Kind = .file, owner: UInt32 = 0, mode: UInt32 = 0o600, links: UInt64 = 1,
    isThere: Bool = true, canBeMade: Bool = false, forbidden: UInt32 = 0o077
  ) -> StoreFile {
    let wanted: StoreFile.Kind = path.hasSuffix("/") ? .directory : .file
    return StoreFile(
      path: path, wanted: wanted, forbidden: forbidden, usual: wanted == .directory ? 0o700 : 0o600, isNeeded: true,
      canBeMade: canBeMade,
      found: isThere ? StoreFile.Found(kind: kind, owner: owner, permissions: mode, links: links) : nil)
  }

  private func tree(_ directory: StoreFile, _ files: StoreFile...) -> StoreTree {
    StoreTree(folders: [StoreTree.Folder(directory: directory, files: files)], owner: 0)
  }

  private let closed = StoreFile(
    path: "/s/", wanted: .directory, forbidden: 0o077, usual: 0o700, isNeeded: true, canBeMade: false,
    found: StoreFile.Found(kind: .directory, owner: 0, permissions: 0o700, links: 2))

  @Test("What is root's alone is right")
  func right() throws {
    try StoreFilesCheck(tree: tree(closed, file("/s/a"))).findings.expect("store-files", .ok, "1 file")
  }

  @Test("In a closed directory owner and mode can be put right, since nobody could reach them")
  func closedDirectory() throws {
    let flawed = tree(closed, file("/s/a", owner: 1_000, mode: 0o666))
    try StoreFilesCheck(tree: flawed).findings.expect("store-files", .fail, "uid 1000", cure: "doctor --fix")
    #expect(StoreRepairPlan(flawed).steps.map(\.change) == [.setOwner, .setMode])
  }

  @Test("In a directory that others can reach only what they could not write is closed")
  func openDirectory() throws {
    let open = file("/s/", .directory, mode: 0o755)
    let read = tree(open, file("/s/a", mode: 0o644))
    #expect(StoreRepairPlan(read).steps.map(\.change) == [.setMode, .setMode])
    for theirs in [file("/s/a", mode: 0o664), file("/s/a", owner: 1_000, mode: 0o644)] {
      let plan = StoreRepairPlan(tree(open, theirs))
      #expect(plan.steps.map(\.file.path) == ["/s/"])
      let finding = try #require(StoreFilesCheck(tree: tree(open, theirs)).findings.last)
      #expect(finding.grade == .fail && finding.cure?.contains("look it through") == true, "\(finding)")
    }
  }

  @Test("A directory that others could write, or that is not root's, is left alone", arguments: [
    (UInt32(0), UInt32(0o770)), (1_000, 0o700),
  ])
  func foreignDirectory(owner: UInt32, mode: UInt32) throws {
    let flawed = tree(file("/s/", .directory, owner: owner, mode: mode))
    #expect(StoreRepairPlan(flawed).steps.isEmpty)
    try StoreFilesCheck(tree: flawed).findings.expect("store-files", .fail, cure: "look it through")
  }

  @Test("Only a folder in whose absence nobody is let in is made")
  func missing() throws {
    let state = tree(file("/s/", isThere: false, canBeMade: true))
    #expect(StoreRepairPlan(state).steps.map(\.change) == [.makeDirectory])
    let missing = file("/s/", isThere: false)
    #expect(StoreRepairPlan(tree(missing)).steps.isEmpty)
    let users = StoreTree(folders: [missing, closed].map { StoreTree.Folder(directory: $0, files: []) }, owner: 0)
    try StoreFilesCheck(tree: users).findings.expect("store-files", .fail, "is missing", cure: "nobody is enrolled")
    try StoreFilesCheck(tree: tree(missing)).findings.expect(
      "store-files", .fail, "no store at all", cure: "install.sh")
    try StoreFilesCheck(tree: tree(closed, file("/s/k", isThere: false))).findings.expect(
      "store-files", .fail, "/s/k is missing", cure: "where nobody is enrolled yet, install.sh makes it")
  }

  @Test("Links, and files with two names, are for a person to look at")
  func links() throws {
    for odd in [file("/s/a", .link), file("/s/a", .other), file("/s/a", links: 2)] {
      #expect(StoreRepairPlan(tree(closed, odd)).steps.isEmpty)
      try StoreFilesCheck(tree: tree(closed, odd)).findings.expect("store-files", .fail, cure: "find out who")
    }
  }

  @Test("Many flawed files are not all listed")
  func many() throws {
    let files = (0..<9).map { file("/s/\($0)", mode: 0o640) }
    let folder = StoreTree.Folder(directory: closed, files: files)
    let found = StoreFilesCheck(tree: StoreTree(folders: [folder], owner: 0)).findings
    #expect(found.count == 4 && found.last?.text.contains("6 more") == true)
  }
}
