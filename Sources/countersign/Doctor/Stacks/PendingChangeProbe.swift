import Countersign

/// Looks for a change of services that has been begun and not confirmed.
enum PendingChangeProbe {
  static func check(_ location: StoreLocation) -> PendingChangeCheck {
    let folder = "\(StorePaths(location, nil)[.baseDirectory])/services/pending"
    return PendingChangeCheck(isPending: (try? HostFile.status(of: folder)).flatMap { $0 } != nil)
  }
}
