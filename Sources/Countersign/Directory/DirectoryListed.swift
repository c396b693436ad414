/// One of all entries of a directory, as it stands there.
enum DirectoryListed {
  case found(DirectoryUser)
  /// One whose name or sizes are none of ours; its name as it stands there, empty for none.
  case flawed([UInt8])
}
