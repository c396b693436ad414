/// What is wrong with a file or directory that exists where one of the store's should be, or does not exist.
public enum Unfitness: Equatable, Sendable {
  case missing
  /// It lost its name after it was opened: another file took its place, or it was removed.
  case replaced
  /// Owned by this user instead of root.
  case wrongOwner(UInt32)
  /// These permission bits let others in.
  case tooOpen(UInt32)
  case notDirectory
  /// A directory, FIFO, socket or device in place of a file.
  case notRegularFile
  case symbolicLink
  /// This many hard links.
  case hardLinked(UInt64)
  case empty
  /// This many bytes, which is not the size it has or may have.
  case wrongSize(UInt64)

  /// As it stands in log lines.
  public var name: StaticString {
    switch self {
    case .missing: "missing"
    case .replaced: "replaced"
    case .wrongOwner: "wrong-owner"
    case .tooOpen: "too-open"
    case .notDirectory: "not-a-directory"
    case .notRegularFile: "not-a-regular-file"
    case .symbolicLink: "symbolic-link"
    case .hardLinked: "hard-linked"
    case .empty: "empty"
    case .wrongSize: "wrong-size"
    }
  }
}
