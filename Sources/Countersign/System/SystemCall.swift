/// The calls whose failure Countersign reports, by the name an administrator finds in section 2 of the manual.
public enum SystemCall: Sendable {
  case open, status, read, write, lock, synchronize, rename, unlink, changeMode, random, clock, allocate, account, list
  case makeDirectory, truncate, terminal, signals, wait, group, groupList, start

  /// The name as in the manual.
  public var name: StaticString {
    switch self {
    case .open: "open"
    case .status: "stat"
    case .read: "read"
    case .write: "write"
    case .lock: "flock"
    case .synchronize: "fsync"
    case .rename: "rename"
    case .unlink: "unlink"
    case .changeMode: "fchmod"
    case .random: "getrandom"
    case .clock: "clock_gettime"
    case .allocate: "malloc"
    case .account: "getpwnam"
    case .list: "readdir"
    case .makeDirectory: "mkdir"
    case .truncate: "ftruncate"
    case .terminal: "ioctl"
    case .signals: "signalfd"
    case .wait: "poll"
    case .group: "getgrnam"
    case .groupList: "getgrouplist"
    case .start: "posix_spawn"
    }
  }
}
