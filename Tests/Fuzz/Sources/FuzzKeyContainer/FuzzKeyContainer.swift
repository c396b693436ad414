import Countersign
import ForeignFormats
import FuzzInput

/// Key containers and SafeNet's XML: a byte that says what opens it, then the file.
@c(LLVMFuzzerTestOneInput)
public func fuzzKeyContainer(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFETY: handed on as libFuzzer passed them.
  var input = unsafe FuzzInput(data, count)
  let choice = input.byte()
  let text = input.remainder()
  for format in [ImportFormat.pskc, .safenet] {
    _ = format.need(of: text.span)
    let file = format.read(text.span, ImportContext(file: [], now: 1_795_503_004, key: key(choice, text)))
    Claim.check(!file.tokens.isEmpty || !file.findings.isEmpty, "something is said of every file")
    // In UTF-16 a line end is two bytes.
    let lines = text.count { $0 == UInt8(ascii: "\n") || $0 == UInt8(ascii: "\r") } + 1
    for token in file.tokens {
      Claim.check((1...lines).contains(token.place.line), "a device has a line of the file")
      Claim.check((10...128).contains(token.secret.secret.count), "a secret has 10 to 128 bytes")
    }
  }
  return 0
}

/// The key of RFC 6030 figure 6, the passphrase of figure 7, or nothing. Many iterations would only take long.
private func key(_ choice: UInt8, _ text: [UInt8]) -> ImportKey {
  switch choice % 4 {
  case 0: return .none
  case 1:
    let key: [UInt8] = [0x12, 0x34, 0x56, 0x78, 0x90, 0x12, 0x34, 0x56, 0x78, 0x90, 0x12, 0x34, 0x56, 0x78, 0x90, 0x12]
    return shared(key).map { .preShared($0) } ?? .none
  case 2:
    return shared((0..<32).map { $0 }).map { .preShared($0) } ?? .none
  default:
    let digits = text.split { !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard digits.allSatisfy({ $0.count < 5 || $0.count > 8 }) else { return .none }
    return shared(Array("qwerty".utf8)).map { .passphrase($0) } ?? .none
  }
}

private func shared(_ bytes: [UInt8]) -> SharedSecret? {
  guard let secret = try? SecretBytes(copying: bytes.span) else { return nil }
  return SharedSecret(secret)
}
