/// Where the users of a host are looked after.
public enum StoreKind: Equatable, Sendable {
  /// In the files of the host.
  case files
  /// In an LDAP directory that hosts have in common, but for those who are in the files.
  case directory
}
