/// A file that is, or should be, our module.
struct ModuleFile: Equatable {
  let path: String
  /// `nil` when there is nothing.
  let found: Found?

  struct Found: Equatable {
    let isRegular: Bool
    let owner: UInt32
    let permissions: UInt32
    /// `nil` for what is no library.
    let header: ELFHeader?
    /// Device and inode, by which two names of one file are told.
    let identity: [UInt64]
  }
}
