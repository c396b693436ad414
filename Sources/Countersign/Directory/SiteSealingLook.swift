/// What a look at all users of a directory has found of the site keys.
public struct SiteSealingLook: Sendable {
  public let keys: SiteKeyNames
  /// How many are under the first key.
  public private(set) var current = 0
  /// Who is under the other one, wholly or in part, and can be sealed anew.
  public private(set) var retiring: [UserName] = []
  /// Who cannot be: the entry opens under neither key, or is being moved and under the other one.
  public private(set) var unreadable: [UnreadableRecord] = []
  /// The entries that are none of ours, by their names.
  public private(set) var flawed: [[UInt8]] = []

  init(_ keys: SealKeyRing) { self.keys = SiteKeyNames(keys) }

  mutating func add(_ found: DirectoryUser, _ sealing: DirectoryStore.Sealing) {
    switch sealing {
    case .current: current += 1
    case .retiring where found.generation == 0: unreadable.append(UnreadableRecord(user: found.name, failure: .moving))
    case .retiring: retiring.append(found.name)
    case .unreadable(let failure): unreadable.append(UnreadableRecord(user: found.name, failure: failure))
    }
  }

  mutating func addFlawed(_ name: [UInt8]) { flawed.append(name) }
}
