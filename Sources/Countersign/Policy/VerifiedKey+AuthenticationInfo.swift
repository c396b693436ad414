extension VerifiedKey {
  /// Out of sshd's `SSH_AUTH_INFO_0`: a line for each method that has succeeded, `publickey TYPE KEY` for a public key
  /// (`ExposeAuthInfo` in `sshd_config(5)`). Lines of any other form count for nothing; with several keys, a security
  /// key counts.
  public init(authenticationInfo text: [UInt8]) {
    var found = VerifiedKey.none
    for line in text.split(separator: UInt8(ascii: "\n")) {
      let words = line.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
      guard words.count == 3, words[0].equals("publickey"), !words[1].isEmpty, !words[2].isEmpty else {
        continue
      }
      if VerifiedKey.isSecurityKey(words[1]) {
        found = .securityKey
      } else if found == .none {
        found = .ordinary
      }
    }
    self = found
  }

  /// The four types of OpenSSH's `PROTOCOL.u2f`; a name that only looks like them is another one.
  private static func isSecurityKey(_ type: ArraySlice<UInt8>) -> Bool {
    type.equals("sk-ssh-ed25519@openssh.com")
      || type.equals("sk-ecdsa-sha2-nistp256@openssh.com")
      || type.equals("sk-ssh-ed25519-cert-v01@openssh.com")
      || type.equals("sk-ecdsa-sha2-nistp256-cert-v01@openssh.com")
  }
}
