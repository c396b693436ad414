import CPosix

/// What the command needs for files of the system; the module calls nothing of it.
extension FileDescriptor {
  /// Takes over owner, group, permission bits, access list and SELinux label of another file.
  public borrowing func copyAttributes(from other: borrowing FileDescriptor) throws(SystemFailure) {
    try checked(.changeMode, retryingOnInterrupt { cs_copy_attributes(other.number, number) })
  }

  /// Takes an empty directory out of this one.
  public borrowing func removeDirectory(_ path: FilePath) throws(SystemFailure) {
    // SAFETY: withBytes gives a pointer and the number of bytes behind it.
    try checked(.unlink, unsafe path.withBytes { unsafe cs_rmdirat(number, $0, $1) })
  }
}
