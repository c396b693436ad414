import Countersign

/// Looks for a change of services that has been begun and not confirmed. It does not hold up whoever works on one.
enum PendingChangeProbe {
  static func check(_ paths: ServicePaths, now: UInt64) throws(Complaint) -> PendingChangeCheck {
    guard let change = try ChangeFolder.pendingAtAGlance(paths) else {
      return PendingChangeCheck(change: nil, standings: [], folder: paths.changes, now: now)
    }
    var standings: [FileChange.Standing] = []
    for file in change.files { standings.append(file.standing(try SystemFile.read(file.path))) }
    return PendingChangeCheck(change: change, standings: standings, folder: paths.changes, now: now)
  }
}
