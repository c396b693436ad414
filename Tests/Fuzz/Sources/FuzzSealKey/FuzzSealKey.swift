import FuzzInput

@testable import Countersign

/// The key file: as it is, and with what surrounds its digits; then sealed secrets as records have them.
@c(LLVMFuzzerTestOneInput)
public func fuzzSealKey(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFETY: handed on as libFuzzer passed them.
  var input = unsafe FuzzInput(data, count)
  let bytes = input.remainder()
  check(bytes)
  check(Array("countersign-seal-key 1 ".utf8) + bytes + [UInt8(ascii: "\n")])
  if let sealed = SealedSecret(text: bytes[...]) {
    Claim.check(sealed.text == bytes, "a sealed secret has one spelling")
    let key = FuzzStore.key()
    _ = try? key.unseal(sealed, for: bytes)
    let own = SealedSecret(keyIdentifier: key.identifier, nonce: sealed.nonce, cipherText: sealed.cipherText)
    let opened = (try? key.unseal(own, for: bytes)) != nil
    Claim.check(!opened, "what the key did not seal does not open")
  }
  return 0
}

private func check(_ content: [UInt8]) {
  guard let key = try? SealKey.parse(content.span) else { return }
  Claim.check(content.count == SealKey.fileSize && content.last == UInt8(ascii: "\n"), "a key file is one line")
  Claim.check(key.secret.count == SealKey.length && key.identifier.count == 8, "a key has its length")
  let digits = Array(content.dropFirst("countersign-seal-key 1 ".utf8.count).dropLast())
  Claim.check(Hex.encode(key.secret.bytes.indices.map { key.secret.bytes[$0] }) == digits, "a key has one spelling")
  let secret: [UInt8] = [1, 2, 3]
  guard let sealed = try? key.seal(secret.span, for: content) else { return }
  let opened = Claim.present(try? key.unseal(sealed, for: content), "what a key seals it opens")
  Claim.check(opened.count == secret.count, "what a key opens is what it sealed")
}
