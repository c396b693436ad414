import Foundation
import Testing

/// Security keys in SSH agents, on the command line.
@Suite struct SecurityKeyTests {
  /// As `ssh-keygen -t ed25519-sk` and `-t ecdsa-sk` with `sk-dummy.so` have written them.
  private static let ed25519 =
    "sk-ssh-ed25519@openssh.com "
    + "AAAAGnNrLXNzaC1lZDI1NTE5QG9wZW5zc2guY29tAAAAIN48rTfAwTqA3GnInHha4hAzWORpVGypY6Hujsxi/HfzAAAABHNzaDo= me@laptop"
  private static let ecdsa =
    "sk-ecdsa-sha2-nistp256@openssh.com AAAAInNrLWVjZHNhLXNoYTItbmlzdHAyNTZAb3BlbnNzaC5jb20AAAAIbmlzdHAyNTYAAABBBOoE5P0p"
    + "52RZOJ3euuGKo3sMF2K0Sywnb+YtSQNFIiJIWFh8VWHaBPfW8ZYKd3oTehHt4kVg+THiW4Vri9eyqjYAAAAEc3NoOg== me@laptop"

  private func enroll(_ store: StoreRoot, _ input: String, _ options: String...) throws -> Command.Result {
    try store.run(["enroll", "nobody", "--type", "agent", "--public-key", "-"] + options, input: input)
  }

  @Test("A key is stored without a question, with recovery codes as for any first device", arguments: [
    (ed25519, "eddsa"), (ecdsa + "\n", "es256"), ("# mine\n\nssh-rsa AAAA me\n\(ed25519)\n\(ed25519)\n", "eddsa"),
  ])
  func enrolment(input: String, algorithm: String) throws {
    let store = try StoreRoot()
    let result = try enroll(store, input)
    #expect(result.status == 0, "\(result.errorText)")
    #expect(result.outputText.contains("Stored the device ssh-key of nobody."))
    #expect(result.outputText.contains("Recovery codes"))
    let status = try store.run("status", "nobody").outputText
    #expect(status.contains("key           security key in an SSH agent, \(algorithm), for ssh:, touch"), "\(status)")
    #expect(try store.run("list").outputText.contains("nobody"))
  }

  @Test("From a file, with a name; nobody is said to have confirmed it")
  func file() throws {
    let store = try StoreRoot()
    let file = store.directory.appendingPathComponent("id.pub")
    try Data(Self.ed25519.utf8).write(to: file)
    let result = try store.run(
      "enroll", "nobody", "--type", "agent", "--public-key", file.path, "--name", "blue", "--json")
    #expect(result.status == 0, "\(result.errorText)")
    let facts = try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
    #expect(facts["confirmed"] as? Bool == false)
    let device = try #require(facts["device"] as? [String: Any])
    #expect(device["kind"] as? String == "agent" && device["key"] as? String == "eddsa")
    #expect(device["relyingParty"] as? String == "ssh:" && device["demands"] as? [String] == ["touch"])
    #expect(device["name"] as? String == "blue" && device["model"] == nil)
  }

  @Test("What is no such key is refused, and why", arguments: [
    ("", "there is no public key", ".pub"), ("# nothing\n", "there is no public key", ".pub"),
    ("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIA me", "no security key but ssh-ed25519", "ed25519-sk"),
    ("-----BEGIN OPENSSH PRIVATE KEY-----\n", "a private key", ".pub"),
    ("sk-ssh-ed25519-cert-v01@openssh.com AAAA", "a certificate", ".pub"),
    (String(ed25519.dropLast(20)), "cut or mistyped", ".pub"), ("sk-ssh-ed25519@openssh.com", "cut or mistyped", ".pub"),
    (ed25519 + "\n" + ecdsa, "several security keys", "give one"),
  ])
  func refusals(input: String, error: String, hint: String) throws {
    let store = try StoreRoot()
    Complaints.expectPair(try enroll(store, input), status: 1, error, hint)
    #expect(try store.run("list", "--json").outputText.contains("nobody") == false)
  }

  @Test("Options that make no sense", arguments: [
    (["--type", "agent"], "--public-key is for --type agent"), (["--public-key", "-"], "--public-key is for --type agent"),
    (["--type", "agent", "--public-key", "-", "--secret-stdin"], "keeps its secret"),
    (["--type", "agent", "--public-key", "-", "--show-uri"], "no QR code"),
    (["--type", "agent", "--public-key", "-", "--digits", "8"], "are for --type totp and hotp"),
  ])
  func options(options: [String], error: String) throws {
    let store = try StoreRoot()
    let result = try store.run(["enroll", "nobody"] + options, input: Self.ed25519)
    #expect(result.status == 2)
    #expect(result.errorText.contains(error), "\(result.errorText)")
  }

  @Test("resync takes the next counter as it comes, verify and export say what they cannot do")
  func administration() throws {
    let store = try StoreRoot()
    #expect(try enroll(store, Self.ed25519, "--no-recovery-codes").status == 0)
    let result = try store.run("resync", "nobody")
    #expect(result.status == 0 && result.outputText.contains("The next signature counter of ssh-key of nobody is taken"))
    Complaints.expectPair(
      try store.run("resync", "nobody", "ssh-key", "123456", "654321"), status: 1, "shows no codes", "leave the codes out")
    Complaints.expectPair(try store.run("verify", "nobody", input: "123456\n"), status: 1, "those show no codes", "explain")
    Complaints.expectPair(try store.run("qr", "nobody"), status: 1, "")
    for format in ["otpauth", "json"] {
      #expect(try store.run("export", "nobody", "--format", format).status == 1)
    }
    #expect(try store.run("disable-device", "nobody", "ssh-key", "--yes").status == 0)
  }

  @Test("explain says at which logins a key is asked for")
  func explanation() throws {
    let store = try StoreRoot()
    #expect(try enroll(store, Self.ed25519, "--no-recovery-codes").status == 0)
    let sudo = try store.run("explain", "nobody", "--service", "sudo", "--tty", "/dev/pts/1").outputText
    #expect(sudo.contains("can answer: security key in an SSH agent"), "\(sudo)")
    let ssh = try store.run("explain", "nobody", "--service", "sshd", "--from", "192.0.2.7").outputText
    #expect(ssh.contains("not asked for at this login"), "\(ssh)")
    try store.write(policy: "Factors sk-ssh\n")
    let verified = try store.run(
      "explain", "nobody", "--service", "sshd", "--from", "192.0.2.7", "--key", "sk").outputText
    #expect(verified.contains("can answer: security key in an SSH agent"), "\(verified)")
  }
}
