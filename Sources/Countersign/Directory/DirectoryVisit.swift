/// One of all entries of a directory.
enum DirectoryVisit {
  case user(UserName, Result<DirectoryStore.Entry, StoreFailure>)
  /// One whose name or sizes are none of ours; its name as it stands there, empty for none.
  case flawed([UInt8])
}
