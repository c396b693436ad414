import ArgumentParser

/// Where users are moved to.
enum MigrationDestination: String, ExpressibleByArgument, CaseIterable, Encodable {
  case ldap, files
}
