import Testing

@testable import Countersign

/// Public keys of security keys as OpenSSH writes them. The two lines were made by `ssh-keygen -t ed25519-sk` and
/// `-t ecdsa-sk` with `sk-dummy.so`.
@Suite struct SSHPublicKeyTests {
  static let ed25519 = "AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIN48rTfAwTqA3GnInHha4hAzWORpVGypY6Hujsxi/HfzAAAABHNzaDo="
  static let ecdsa =
    "AAAAInNrLWVjZHNhLXNoYTItbmlzdHAyNTZAb3BlbnNzaC5jb20AAAAIbmlzdHAyNTYAAABBBOoE5P0p52RZOJ3euuGKo3sMF2K0"
    + "Sywnb+YtSQNFIiJIWFh8VWHaBPfW8ZYKd3oTehHt4kVg+THiW4Vri9eyqjYAAAAEc3NoOg=="

  @Test("Keys come back", arguments: [(SSHPublicKey.Kind.ed25519, ed25519, 32), (.ecdsa, ecdsa, 64)])
  func keys(kind: SSHPublicKey.Kind, text: String, length: Int) throws {
    let key = try #require(SSHPublicKey(kind, base64: Bytes.of(text)))
    #expect(key.publicKey.count == length)
    #expect(key.application == Bytes.of("ssh:"))
    #expect(Bytes.text(Base64.encode(key.blob)) == text)
    let parameters = try #require(key.parameters(.touch))
    #expect(parameters.isForAgent)
    #expect(SSHPublicKey(parameters, key.publicKey) == key)
    for cut in 1..<text.count { #expect(SSHPublicKey(kind, base64: Bytes.of(String(text.dropLast(cut)))) == nil) }
    #expect(SSHPublicKey(kind == .ecdsa ? .ed25519 : .ecdsa, base64: Bytes.of(text)) == nil)
    #expect(SSHPublicKey(kind, base64: Bytes.of(text + "AAAA")) == nil)
  }

  @Test("sshd has to have verified just this key")
  func verified() throws {
    let key = try #require(SSHPublicKey(.ed25519, base64: Bytes.of(Self.ed25519)))
    let line = "publickey sk-ssh-ed25519@openssh.com \(Self.ed25519)"
    for information in [line, line + "\n", "password\n" + line + "\n", line + "\nkeyboard-interactive/pam\n"] {
      #expect(key.isVerified(by: Bytes.of(information)))
    }
    let others = [
      "", "publickey", "publickey ssh-ed25519 \(Self.ed25519)", line + " x", " " + line, String(line.dropLast()),
      "publickey sk-ssh-ed25519-cert-v01@openssh.com \(Self.ed25519)",
      "publickey sk-ecdsa-sha2-nistp256@openssh.com \(Self.ecdsa)", "hostbased" + line.dropFirst(9),
    ]
    for information in others { #expect(!key.isVerified(by: Bytes.of(information)), "\(information)") }
  }

  @Test("Base64 of RFC 4648 section 10", arguments: [
    ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
    ("foobar", "Zm9vYmFy"),
  ])
  func base64(plain: String, text: String) {
    #expect(Bytes.text(Base64.encode(Bytes.of(plain))) == text)
    #expect(Base64.decode(Bytes.of(text)) == Bytes.of(plain))
  }

  @Test("Another spelling of Base64 is none", arguments: ["Zg", "Zg=", "Zh==", "Zg==\n", " Zg==", "Z=g=", "_w==", "A"])
  func otherSpelling(text: String) {
    #expect(Base64.decode(Bytes.of(text)) == nil)
  }
}
