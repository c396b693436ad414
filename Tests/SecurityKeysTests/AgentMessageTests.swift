import Testing

@testable import SecurityKeys

/// What agents say, hostile ones among them.
@Suite struct AgentMessageTests {
  @Test("Lists of keys, signatures and refusals")
  func answers() throws {
    let list = [12, 0, 0, 0, 1] + SSHWriter.string(Samples.sshEd25519Key) + SSHWriter.string(Array("comment".utf8))
    #expect(AgentMessage(list) == .keys([Samples.sshEd25519Key]))
    #expect(AgentMessage([12, 0, 0, 0, 0]) == .keys([]))
    let signature = try #require(SSHKeySignature(blob: Samples.sshEd25519Signature))
    #expect(AgentMessage([14] + SSHWriter.string(Samples.sshEd25519Signature)) == .signature(signature))
    #expect(AgentMessage([5]) == .refusal)
  }

  @Test(
    "What is cut off, too long, of another kind or has something behind is none",
    arguments: [
      [], [6], [5, 0], [12], [12, 0, 0, 0, 1], [12, 0, 0, 0, 0, 0], [12, 255, 255, 255, 255], [12, 0, 0, 1, 1],
      [14], [14, 0, 0, 0, 0], [14, 255, 255, 255, 255], [12, 0, 0, 0, 1, 0, 0, 0, 5, 1],
    ] as [[UInt8]])
  func others(bytes: [UInt8]) {
    #expect(AgentMessage(bytes) == nil)
  }

  @Test("Lengths are bounded before anything is taken")
  func lengths() {
    #expect(AgentMessage.length([0, 0, 0, 1]) == 1 && AgentMessage.length([0, 1, 0, 0]) == 65_536)
    for head in [[0, 0, 0, 0], [0, 1, 0, 1], [255, 255, 255, 255], [0, 0, 1]] as [[UInt8]] {
      #expect(AgentMessage.length(head) == nil)
    }
  }
}
