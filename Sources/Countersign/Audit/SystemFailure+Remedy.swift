extension SystemFailure {
  /// What an administrator can do about it, as log and command say it.
  public var remedy: StaticString {
    switch errno {
    case .readOnlyFileSystem: "mount the file system writable, the kernel's log may say why it is not"
    case .noSpace: "make room on the file system, df and df -i show bytes and inodes"
    case .quotaExceeded: "raise root's disk quota on this file system, or take it away"
    case .tooManyFiles: "raise the limit of open files of this service, LimitNOFILE in its unit"
    case .tooManyFilesInSystem: "raise the kernel's limit of open files, sysctl fs.file-max"
    case .noMemory: "give the machine or this service more memory, MemoryMax in its unit"
    case .inputOutput: "look into the kernel's log for disk errors, then check disk and file system"
    case .accessDenied, .notPermitted: "look for SELinux, AppArmor or the service's sandbox, root is being refused"
    default: "look at disk space, file system and system limits"
    }
  }
}
