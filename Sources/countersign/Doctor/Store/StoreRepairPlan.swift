/// What `doctor --fix` may put right by itself: only what nobody else can have touched.
///
/// A directory that others could look into is closed; one that others could write is not, since what lies in it may be
/// theirs. A file gets its owner and mode back when its directory has been closed to others all the time. The folder of
/// the records is never made: with an empty one in its place, nobody would be asked.
struct StoreRepairPlan {
  /// One step.
  struct Step: Equatable {
    enum Change: Equatable {
      case makeDirectory
      case setOwner
      case setMode
    }

    let file: StoreFile
    let change: Change
  }

  private let tree: StoreTree

  init(_ tree: StoreTree) {
    self.tree = tree
  }

  var steps: [Step] {
    tree.folders.flatMap { folder in
      steps(folder.directory, in: nil) + folder.files.flatMap { steps($0, in: folder) }
    }
  }

  /// Whether everything that is wrong with a file would be put right.
  ///
  /// - Parameter folder: in which it lies; `nil` for the folders themselves, which lie in directories of the system.
  func repairs(_ file: StoreFile, in folder: StoreTree.Folder?) -> Bool {
    let flaws = file.flaws(owner: tree.owner)
    return !flaws.isEmpty && steps(file, in: folder).count == flaws.count
  }

  private func steps(_ file: StoreFile, in folder: StoreTree.Folder?) -> [Step] {
    file.flaws(owner: tree.owner).compactMap { flaw in
      switch flaw {
      case .missing: return file.canBeMade ? Step(file: file, change: .makeDirectory) : nil
      case .otherOwner: return isClosed(folder) ? Step(file: file, change: .setOwner) : nil
      case .open(let mode):
        let isSafe = isClosed(folder) || (mode & 0o022 == 0 && file.found?.owner == tree.owner)
        return isSafe ? Step(file: file, change: .setMode) : nil
      case .otherKind, .hardLinked: return nil
      }
    }
  }

  /// Whether nobody but the owner could reach what lies in a folder.
  private func isClosed(_ folder: StoreTree.Folder?) -> Bool {
    guard let folder else { return false }
    return folder.directory.found != nil && folder.directory.flaws(owner: tree.owner).isEmpty
  }
}
