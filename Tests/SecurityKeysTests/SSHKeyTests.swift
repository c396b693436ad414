import Testing

@testable import SecurityKeys

/// Keys and signatures of OpenSSH; those here were made by ssh-keygen.
@Suite struct SSHKeyTests {
  private func samples() throws -> [(key: SSHKey, signature: [UInt8])] {
    [
      (try #require(SSHKey(blob: Samples.sshEd25519Key)), Samples.sshEd25519Signature),
      (try #require(SSHKey(blob: Samples.sshECDSAKey)), Samples.sshECDSASignature),
    ]
  }

  @Test("Keys are read and written alike")
  func keys() throws {
    for (sample, blob) in zip(try samples(), [Samples.sshEd25519Key, Samples.sshECDSAKey]) {
      #expect(sample.key.blob == blob && sample.key.application == Array("ssh:".utf8))
    }
  }

  @Test("Cut off anywhere, with something behind, or as keys without a security key, they are none")
  func malformedKeys() {
    for blob in [Samples.sshEd25519Key, Samples.sshECDSAKey] {
      for count in 0..<blob.count { #expect(SSHKey(blob: Array(blob.prefix(count))) == nil) }
      #expect(SSHKey(blob: blob + [0]) == nil)
    }
    let ordinary = SSHWriter.string(Array("ssh-ed25519".utf8)) + SSHWriter.string([UInt8](repeating: 1, count: 32))
    #expect(SSHKey(blob: ordinary) == nil && SSHKey(blob: [255, 255, 255, 255]) == nil)
    #expect(SSHKey(blob: [UInt8](repeating: 0, count: 2_000)) == nil)
  }

  @Test("A signature by ssh-keygen over a statement is right, with its flags and counter")
  func signatures() throws {
    for (key, blob) in try samples() {
      let signature = try #require(SSHKeySignature(blob: blob))
      let (flags, counter) = try signature.check(key, demands: .touched, over: Samples.statement)
      #expect(flags == .touched && counter == 0x1234_5678)
    }
  }

  @Test("For another host, user, service, terminal, time or nonce it is worth nothing")
  func otherStatements() throws {
    let (host, user, service) = (Array("example".utf8), Array("alice".utf8), Array("sudo".utf8))
    let terminal = Array("/dev/pts/1".utf8)
    let nonce: [UInt8] = Array(0..<32)
    let others = [
      LoginStatement(host: user, user: user, service: service, terminal: terminal, seconds: 1_790_000_000, nonce: nonce),
      LoginStatement(host: host, user: host, service: service, terminal: terminal, seconds: 1_790_000_000, nonce: nonce),
      LoginStatement(host: host, user: user, service: user, terminal: terminal, seconds: 1_790_000_000, nonce: nonce),
      LoginStatement(host: host, user: user, service: service, terminal: [], seconds: 1_790_000_000, nonce: nonce),
      LoginStatement(host: host, user: user, service: service, terminal: terminal, seconds: 1_790_000_001, nonce: nonce),
      LoginStatement(
        host: host, user: user, service: service, terminal: terminal, seconds: 1_790_000_000, nonce: nonce.reversed()),
    ]
    for (key, blob) in try samples() {
      let signature = try #require(SSHKeySignature(blob: blob))
      for statement in others {
        #expect(throws: AssertionFlaw.wrongSignature) {
          _ = try signature.check(key, demands: .touched, over: statement)
        }
      }
    }
  }

  @Test("No two statements have the same bytes, whatever stands in their fields")
  func statementBytes() {
    func bytes(_ host: String, _ user: String) -> [UInt8] {
      LoginStatement(
        host: Array(host.utf8), user: Array(user.utf8), service: [], terminal: [], seconds: 0, nonce: []
      ).bytes
    }
    #expect(bytes("a", "b") != bytes("ab", "") && bytes("a\0user\0\0\0\0\u{1}b", "") != bytes("a", "b"))
  }

  @Test("Without the touch in the flags, with changed flags or counter, or by another key it is refused")
  func lies() throws {
    for (key, blob) in try samples() {
      var untouched = blob
      untouched[blob.count - 5] = 0
      let unsigned = try #require(SSHKeySignature(blob: untouched))
      #expect(throws: AssertionFlaw.notTouched) {
        _ = try unsigned.check(key, demands: .touched, over: Samples.statement)
      }
      for (offset, flaw) in [(5, AssertionFlaw.wrongSignature), (1, .wrongSignature)] {
        var changed = blob
        changed[blob.count - offset] ^= 4
        let signature = try #require(SSHKeySignature(blob: changed))
        #expect(throws: flaw) { _ = try signature.check(key, demands: .touched, over: Samples.statement) }
      }
      let signature = try #require(SSHKeySignature(blob: blob))
      #expect(throws: AssertionFlaw.notVerified) {
        _ = try signature.check(key, demands: [.touched, .verified], over: Samples.statement)
      }
    }
    let (first, second) = (try samples()[0], try samples()[1])
    let signature = try #require(SSHKeySignature(blob: first.signature))
    #expect(throws: AssertionFlaw.wrongSignature) {
      _ = try signature.check(second.key, demands: [], over: Samples.statement)
    }
  }

  @Test("Signatures that are cut off are none")
  func malformedSignatures() {
    for blob in [Samples.sshEd25519Signature, Samples.sshECDSASignature] {
      for count in 0..<blob.count { #expect(SSHKeySignature(blob: Array(blob.prefix(count))) == nil) }
      #expect(SSHKeySignature(blob: blob + [0]) == nil)
    }
  }
}
