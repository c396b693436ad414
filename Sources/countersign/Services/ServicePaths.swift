import Countersign

/// Where PAM and sshd have their configuration, and where a change of it is written down.
struct ServicePaths: Sendable {
  /// In the order in which libpam looks for a file; the first is the administrator's.
  var pamFolders = StackFiles.folders
  var sshdConfiguration = "/etc/ssh/sshd_config"
  var sshdDropIns = "/etc/ssh/sshd_config.d"
  /// For root alone.
  var changes = "/var/lib/countersign/services"
  /// Places of the script that tells whether sshd has verified a key.
  var byKey = ["/usr/local/libexec/countersign/by-key", "/usr/libexec/countersign/by-key"]

  init() {}

  /// - Parameter options: `--root` moves the store, and what is written down beside it; PAM and sshd have one place.
  init(_ options: StoreOptions) {
    changes = "\(options.root ?? "")/var/lib/countersign/services"
  }

  /// Where a service's own file is, or would be put.
  func pamFile(_ name: String) -> String { "\(pamFolders.first ?? "/etc/pam.d")/\(name)" }
}
