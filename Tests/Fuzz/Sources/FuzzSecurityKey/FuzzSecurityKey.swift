import Countersign
import FuzzInput
import SecurityKeys

/// What security keys, the program that talks to them, and SSH agents say; key files of OpenSSH. A byte that says which,
/// then the bytes. Whatever they are, nothing that was not signed proves anything.
@c(LLVMFuzzerTestOneInput)
public func fuzzSecurityKey(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFETY: handed on as libFuzzer passed them.
  var input = unsafe FuzzInput(data, count)
  let choice = input.byte()
  let bytes = input.remainder()
  switch choice % 6 {
  case 0: readAgent(bytes)
  case 1: readKey(bytes)
  case 2: readSignature(bytes)
  case 3: readAuthenticator(bytes)
  case 4: readProgram(bytes)
  default: readKeyFile(bytes)
  }
  return 0
}

/// A statement that no input can have a signature over.
private let statement = LoginStatement(
  host: Array("host".utf8), user: Array("alice".utf8), service: Array("sudo".utf8), terminal: [], seconds: 1,
  nonce: [UInt8](repeating: 1, count: LoginStatement.nonceLength))

private func readAgent(_ bytes: [UInt8]) {
  if let length = AgentMessage.length(Array(bytes.prefix(4))) {
    Claim.check((1...AgentMessage.longest).contains(length), "an answer has a length that is read")
  }
  switch AgentMessage(bytes) {
  case .keys(let blobs):
    for blob in blobs { readKey(blob) }
  case .signature(let signature): prove(signature)
  case .refusal, nil: break
  }
}

private func readKey(_ blob: [UInt8]) {
  guard let key = SSHKey(blob: blob) else { return }
  Claim.check(key.blob == blob, "a key has one spelling")
}

private func readSignature(_ blob: [UInt8]) {
  if let signature = SSHKeySignature(blob: blob) { prove(signature) }
}

/// The generator of the curve: a key that everybody has, and whose signature over this statement nobody has made.
private func prove(_ signature: SSHKeySignature) {
  let x = "6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296"
  let y = "4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5"
  guard let point = Hex.decode(Array((x + y).utf8)[...]), let key = PublicKey(SecurityKeyAlgorithm.es256, point),
    let sshKey = SSHKey(key, application: Array("ssh:".utf8))
  else { return Claim.check(false, "the generator is a point of the curve") }
  let isProved = (try? signature.check(sshKey, demands: .touched, over: statement)) != nil
  Claim.check(!isProved, "nothing proves what was not signed")
}

private func readAuthenticator(_ bytes: [UInt8]) {
  guard let data = AuthenticatorData(bytes) else { return }
  Claim.check(data.relyingPartyHash.count == 32, "a relying party has a digest")
  if let made = data.credential {
    Claim.check(made.model.count == 16, "a model has 16 bytes")
    Claim.check(made.identifier.count <= bytes.count, "a credential id is a part of what was read")
  }
}

private func readProgram(_ packet: [UInt8]) {
  guard let report = KeyReport(packet.span) else { return }
  guard let again = KeyReport(report.packet.span) else { return Claim.check(false, "a report is read back") }
  Claim.check(again == report, "a report is read back as it was")
}

private func readKeyFile(_ content: [UInt8]) {
  guard let file = try? SSHSecurityKeyFile(content) else { return }
  Claim.check(file.handle.count < content.count, "a handle is a part of the file")
}
