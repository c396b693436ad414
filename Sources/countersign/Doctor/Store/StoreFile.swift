/// A file or directory of ours, as it stands on the disk.
struct StoreFile: Equatable {
  enum Kind: Equatable {
    case directory, file, link, other
  }

  let path: String
  /// What it should be.
  let wanted: Kind
  /// Which permission bits it must not have.
  let forbidden: UInt32
  /// The bits it is given when it is made or put right.
  let usual: UInt32
  /// Whether it has to be there.
  let isNeeded: Bool
  /// Whether an empty one in its place changes nothing about who is asked for a code.
  let canBeMade: Bool
  /// `nil` when there is nothing of that name.
  let found: Found?

  struct Found: Equatable {
    let kind: Kind
    let owner: UInt32
    let permissions: UInt32
    let links: UInt64
  }

  /// What is wrong with it.
  enum Flaw: Equatable {
    case missing
    case otherKind(Kind)
    case otherOwner(UInt32)
    case open(UInt32)
    case hardLinked(UInt64)
  }

  /// - Parameter owner: to whom all has to belong.
  func flaws(owner: UInt32) -> [Flaw] {
    guard let found else { return isNeeded ? [.missing] : [] }
    guard found.kind == wanted else { return [.otherKind(found.kind)] }
    var flaws: [Flaw] = []
    if found.owner != owner { flaws.append(.otherOwner(found.owner)) }
    if found.permissions & forbidden != 0 { flaws.append(.open(found.permissions)) }
    if wanted == .file, found.links != 1 { flaws.append(.hardLinked(found.links)) }
    return flaws
  }
}
