import Words

/// What is wrong with the store of a login that is tried.
enum TrialDamage: CaseIterable {
  /// Others may read and write the record.
  case recordOpen
  case recordCut
  case recordsMissing
  case keyMissing
  case allMissing

  /// For people.
  var text: String {
    switch self {
    case .recordOpen: said("with a record that others may write")
    case .recordCut: said("with a damaged record")
    case .recordsMissing: said("without the folder of the records")
    case .keyMissing: said("without the host key")
    case .allMissing: said("without any store")
    }
  }
}
