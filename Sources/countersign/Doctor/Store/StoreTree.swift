/// Our directories and files, each below its directory.
struct StoreTree: Equatable {
  /// A directory with what lies in it.
  struct Folder: Equatable {
    let directory: StoreFile
    let files: [StoreFile]
  }

  let folders: [Folder]
  /// To whom all of it has to belong.
  let owner: UInt32
}
