/// A directory that belongs to root and to nobody else, and whose files are opened by name.
protocol StoreDirectory: ~Copyable {
  /// Opens what has a name in it.
  borrowing func open(_ name: FilePath, _ mode: FileDescriptor.Mode) throws(SystemFailure) -> FileDescriptor
}
