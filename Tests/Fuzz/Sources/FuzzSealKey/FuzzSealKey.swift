import FuzzInput

@testable import Countersign

/// The key file: as it is, with what surrounds its digits, and as a second line; then sealed secrets as records have
/// them.
@c(LLVMFuzzerTestOneInput)
public func fuzzSealKey(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFETY: handed on as libFuzzer passed them.
  var input = unsafe FuzzInput(data, count)
  let bytes = input.remainder()
  check(bytes)
  let line = Array("countersign-seal-key 1 ".utf8) + bytes + [UInt8(ascii: "\n")]
  check(line)
  check(line + line)
  check(Array(("countersign-seal-key 1 " + String(repeating: "0123456789ABCDEF", count: 4) + "\n").utf8) + line)
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
  guard let keys = try? SealKeyRing.parse(content.span) else { return }
  let size = UInt64(content.count)
  Claim.check(SealKeyRing.fileSizes.contains(size) && content.last == UInt8(ascii: "\n"), "a key file is whole lines")
  Claim.check((keys.retiring != nil) == (size > UInt64(SealKey.lineSize)), "a key is a line")
  Claim.check(keys.retiring?.identifier != keys.current.identifier, "two keys differ")
  let written = Claim.present(try? keys.fileContent(), "keys can be written")
  Claim.check(written.bytes.indices.map { written.bytes[$0] } == content, "a key file has one spelling")
  let secret: [UInt8] = [1, 2, 3]
  for key in [keys.current, keys.retiring].compactMap({ $0 }) {
    Claim.check(key.key.secret.count == SealKey.length && key.identifier.count == 8, "a key has its length")
    guard let sealed = try? key.key.seal(secret.span, for: content) else { return }
    let opened = Claim.present(try? key.key.unseal(sealed, for: content), "what a key seals it opens")
    Claim.check(opened.count == secret.count, "what a key opens is what it sealed")
  }
}
