import Countersign

/// How many hardware tokens there are in the inventory.
struct TokenCount: Equatable, Encodable {
  private(set) var total = 0
  private(set) var free = 0
  private(set) var assigned = 0
  /// Which nobody has, and whose counter a code has to confirm.
  private(set) var left = 0

  mutating func take(_ standing: TokenStanding) {
    total += 1
    switch standing {
    case .free: free += 1
    case .assigned: assigned += 1
    case .left: left += 1
    }
  }
}
