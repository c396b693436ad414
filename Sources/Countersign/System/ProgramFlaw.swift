import CPosix

/// Why root must not run a program.
public enum ProgramFlaw: Equatable, Sendable {
  case missing
  case notRegularFile
  case notExecutable
  /// It, a link to it or a directory above it belongs to this user.
  case foreign(owner: UInt32)
  /// Others may write it or a directory above it.
  case open(permissions: UInt32)
  case unreadable(Errno)

  /// Looks at a program and at everything that decides which file its path leads to.
  ///
  /// - Returns: `nil` for one that only root can change.
  public init?(of path: FilePath) {
    // SAFETY: withBytes gives a pointer and the number of bytes behind it.
    let found = unsafe path.withBytes { unsafe cs_examine_program($0, $1) }
    switch UInt32(bitPattern: found.flaw) {
    case cs_program_sound.rawValue: return nil
    case cs_program_missing.rawValue: self = .missing
    case cs_program_not_regular.rawValue: self = .notRegularFile
    case cs_program_not_executable.rawValue: self = .notExecutable
    case cs_program_foreign.rawValue: self = .foreign(owner: found.detail)
    case cs_program_open.rawValue: self = .open(permissions: found.detail)
    default: self = .unreadable(Errno(rawValue: Int32(bitPattern: found.detail)))
    }
  }
}
