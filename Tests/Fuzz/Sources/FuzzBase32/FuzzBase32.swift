import Countersign
import FuzzInput
import OATH

/// Base32, strict and as people type it.
@c(LLVMFuzzerTestOneInput)
public func fuzzBase32(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFETY: handed on as libFuzzer passed them.
  var input = unsafe FuzzInput(data, count)
  let text = input.remainder()
  let strict = decoded(text) { span, sink throws(Base32Error) in try Base32.decodeStrictly(span, to: &sink) }
  let typed = decoded(text) { span, sink throws(Base32Error) in try Base32.decodeTyped(span, to: &sink) }
  if let strict {
    Claim.check(encoded(strict, padded: true) == text, "the strict reading takes one spelling")
    Claim.check(typed == strict || text.isEmpty, "what is strictly right may be typed")
  }
  if let typed {
    let again = decoded(encoded(typed, padded: true)) { span, sink throws(Base32Error) in
      try Base32.decodeStrictly(span, to: &sink)
    }
    Claim.check(again == typed, "what was typed is written and read back")
  }
  for padded in [false, true] {
    let written = encoded(text, padded: padded)
    Claim.check(
      written.count == Base32.encodedLength(ofByteCount: text.count, padded: padded), "the length is known before")
    let back = decoded(written) { span, sink throws(Base32Error) in try Base32.decodeTyped(span, to: &sink) }
    Claim.check(back == text || text.isEmpty, "what is written is read back")
  }
  return 0
}

private typealias Reading = (Span<UInt8>, inout SecretBytes) throws(Base32Error) -> Void

private func decoded(_ text: [UInt8], _ read: Reading) -> [UInt8]? {
  guard var sink = try? SecretBytes(capacity: max(1, Base32.maximumByteCount(ofTextLength: text.count))) else {
    return nil
  }
  do throws(Base32Error) {
    try read(text.span, &sink)
  } catch {
    Claim.check(error != .noRoom, "there is room for whatever a text of this length gives")
    return nil
  }
  return sink.bytes.indices.map { sink.bytes[$0] }
}

private func encoded(_ bytes: [UInt8], padded: Bool) -> [UInt8] {
  guard var sink = try? SecretBytes(capacity: bytes.count * 2 + 8) else { return [] }
  Claim.check(Base32.encode(bytes.span, to: &sink, padded: padded), "two characters a byte are room enough")
  return sink.bytes.indices.map { sink.bytes[$0] }
}
