import CPosix

extension FileDescriptor {
  /// Gives the file to another user; its group stays.
  public borrowing func setOwner(_ owner: UInt32) throws(SystemFailure) {
    try checked(.changeMode, retryingOnInterrupt { cs_fchown(number, owner) })
  }
}
