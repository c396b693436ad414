/// What sshd says of the public key that the user has shown before this module was asked (`SSH_AUTH_INFO_0`).
public enum VerifiedKey: Equatable, Sendable {
  case none
  /// A key that lies in a file.
  case ordinary
  /// A security key: `sk-ssh-ed25519@openssh.com`, `sk-ecdsa-sha2-nistp256@openssh.com` and their certificates.
  case securityKey
}
