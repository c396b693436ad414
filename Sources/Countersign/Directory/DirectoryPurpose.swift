/// What the program that speaks to the directory is started for. The one has no order of the other: who logs people in
/// cannot have it change what stands above all users. Their marks are `S` and `A`.
public enum DirectoryPurpose: UInt8, CaseIterable, Sendable {
  /// Users, one by one, at the provider that decides: ``DirectoryOrder``.
  case users = 0x53
  /// The directory itself, at any server, whoever decides: ``DirectoryAdministrationOrder``.
  case administration = 0x41
}
