/// Whether two codes in a row that are right but out of reach let a login find its device again.
public enum AutomaticResync: Equatable, Sendable {
  case allow
  /// Only `countersign resync` does.
  case deny
}
