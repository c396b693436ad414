/// A change of services: who made it, which files it changes, and until when it has to be confirmed.
struct ServiceChange: Equatable {
  /// What is done to a service.
  enum Kind: String {
    case enable, disable
  }

  /// A service, and the style that it gets; empty where it is disabled.
  struct Service: Equatable {
    let name: String
    let style: String
  }

  let kind: Kind
  /// Told apart from every other change.
  let id: String
  let by: String
  /// Seconds since 1970, as is `until`.
  let made: UInt64
  /// Without a confirmation by then everything is put back; `nil` where none is waited for.
  let until: UInt64?
  let services: [Service]
  /// In the order in which they are changed; they are put back the other way round.
  let files: [FileChange]

  /// Whether sshd has to read its configuration again.
  func concernsSSHD(_ paths: ServicePaths) -> Bool {
    files.contains { $0.path == paths.sshdConfiguration || $0.path.hasPrefix(paths.sshdDropIns + "/") }
  }
}
