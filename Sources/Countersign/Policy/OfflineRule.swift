/// What counts while the directory is away. Nothing is let through.
public enum OfflineRule: Equatable, Sendable {
  /// Nothing.
  case deny
  /// What was enrolled for this in the host's own files, with another secret than the directory has.
  case local
}
