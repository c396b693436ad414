import FuzzInput

@testable import Countersign

/// User names, device names, addresses, and the encodings that carry them.
@c(LLVMFuzzerTestOneInput)
public func fuzzName(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFETY: handed on as libFuzzer passed them.
  var input = unsafe FuzzInput(data, count)
  let bytes = input.remainder()
  checkUserName(bytes)
  let written = PercentEncoding.encode(bytes)
  Claim.check(PercentEncoding.decode(written[...]) == bytes, "a name is read back")
  if let plain = PercentEncoding.decode(bytes[...]) {
    Claim.check(PercentEncoding.encode(plain) == bytes, "a name has one spelling")
  }
  Claim.check(Hex.decode(Hex.encode(bytes)[...]) == bytes, "hexadecimal is read back")
  if let plain = Hex.decode(bytes[...]) { Claim.check(Hex.encode(plain) == bytes, "hexadecimal has one spelling") }
  if let name = DeviceName(bytes) {
    Claim.check(!name.bytes.contains { $0 < 0x20 || $0 == 0x7F }, "a device name has no control characters")
  }
  if let address = RemoteAddress.first(of: bytes) {
    Claim.check(bytes.starts(with: address) && address.allSatisfy { $0 > 0x20 }, "an address is the first word")
  }
  checkFields(bytes)
  return 0
}

private func checkUserName(_ bytes: [UInt8]) {
  guard let user = UserName(bytes) else {
    Claim.check(bytes.isEmpty || bytes.count > 255 || bytes.contains(0), "only length and NUL forbid a name")
    return
  }
  let file = user.fileName
  Claim.check(file.first != UInt8(ascii: ".") && !file.isEmpty, "no file is hidden or a directory")
  Claim.check(file.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "/") }, "a file stays in the store")
}

private func checkFields(_ line: [UInt8]) {
  var reader = FieldReader(line[...])
  var words: [ArraySlice<UInt8>] = []
  while let word = reader.word() { words.append(word) }
  Claim.check(reader.isAtEnd, "fields have an end")
  Claim.check(Array(words.joined(separator: [RecordFormat.blank])) == line, "fields are what stands between blanks")
  if let number = FieldReader.number(line[...], upTo: .max) {
    Claim.check(RecordFormat.decimal(number) == line, "a number has one spelling")
  }
  var labelled = FieldReader(line[...])
  _ = labelled.number("uid", upTo: UInt64(UInt32.max))
}
