import Countersign

/// Where a login that is tried comes from, and what has been proven before PAM is asked.
struct TrialOrigin: Equatable {
  /// The address of the other machine; `nil` for a login on this one.
  var address: String?
  /// `ssh`, `tty1`, `/dev/pts/0`.
  var terminal: String?
  /// Who calls su or sudo; `nil` where the service has no caller.
  var caller: UserName?
  /// What sshd puts into `SSH_AUTH_INFO_0` after a method that succeeded; `nil` where nothing has yet.
  var authenticationInfo: [UInt8]?

  /// The line that sshd writes for a public key that it has verified. No such key exists.
  static let ordinaryKey = Array("publickey ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAA\n".utf8)

  /// Whether a key came before.
  var hasKey: Bool { authenticationInfo.map { VerifiedKey(authenticationInfo: $0) != .none } ?? false }

  /// `SSH_CONNECTION`, which sshd alone sets.
  func connection(service: String) -> [UInt8]? {
    guard service.hasPrefix("sshd"), let address else { return nil }
    return Array("\(address) 50022 \(address) 22".utf8)
  }
}
