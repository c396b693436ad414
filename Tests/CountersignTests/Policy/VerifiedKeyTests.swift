import Testing

@testable import Countersign

@Suite struct VerifiedKeyTests {
  @Test("What sshd says of a key", arguments: [
    ("", .none), ("password\n", .none), ("publickey ssh-ed25519 AAAA\n", .ordinary), ("publickey ssh-ed25519 AAAA", .ordinary),
    ("publickey sk-ssh-ed25519@openssh.com AAAA\n", .securityKey),
    ("publickey sk-ecdsa-sha2-nistp256@openssh.com AAAA\n", .securityKey),
    ("publickey sk-ssh-ed25519-cert-v01@openssh.com AAAA\n", .securityKey),
    ("publickey sk-ecdsa-sha2-nistp256-cert-v01@openssh.com AAAA\n", .securityKey),
    ("publickey ssh-ed25519-cert-v01@openssh.com AAAA\n", .ordinary),
    ("publickey ssh-ed25519 AAAA\npublickey sk-ssh-ed25519@openssh.com AAAA\n", .securityKey),
    ("publickey sk-ssh-ed25519@openssh.com AAAA\npublickey ssh-rsa AAAA\npassword\n", .securityKey),
    ("hostbased sk-ssh-ed25519@openssh.com AAAA\n", .none), ("publickey sk-ssh-ed25519@openssh.com\n", .none),
    ("publickey  sk-ssh-ed25519@openssh.com AAAA\n", .none), ("publickey sk-ssh-ed25519@openssh.com.evil AAAA\n", .ordinary),
    ("publickey SK-ssh-ed25519@openssh.com AAAA\n", .ordinary), ("publickey sk-x AAAA\n", .ordinary),
    ("password publickey sk-ssh-ed25519@openssh.com AAAA\n", .none),
    ("publickey ssh-rsa sk-ssh-ed25519@openssh.com\n", .ordinary),
    ("keyboard-interactive/pam publickey sk-ssh-ed25519@openssh.com\n", .none),
  ] as [(String, VerifiedKey)])
  func keys(text: String, key: VerifiedKey) {
    #expect(VerifiedKey(authenticationInfo: Array(text.utf8)) == key)
  }
}
