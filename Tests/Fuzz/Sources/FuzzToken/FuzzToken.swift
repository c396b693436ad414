import FuzzInput

@testable import Countersign

/// The record of a hardware token, behind a check line that fits, and a serial number.
@c(LLVMFuzzerTestOneInput)
public func fuzzToken(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFETY: handed on as libFuzzer passed them.
  var input = unsafe FuzzInput(data, count)
  let lines = input.remainder()
  let key = FuzzStore.key()
  if let serial = TokenSerial(lines) {
    Claim.check(PercentEncoding.decode(serial.fileName[...]) == lines, "a serial number is read back from a file's name")
    Claim.check(!serial.fileName.contains(UInt8(ascii: "/")), "a token's file stays in the inventory")
  }
  guard let serial = TokenSerial(Array("12345678".utf8)) else { return 0 }
  checkSpelling(of: lines, serial, key: key)
  let body = TokenFormat.header + [RecordFormat.newline] + lines
  let check = Hex.encode(RecordFormat.authentication(of: body[...], key: key))
  checkSpelling(of: body + Array("check ".utf8) + check + [RecordFormat.newline], serial, key: key)
  return 0
}

/// A text that is read is the one that would be written.
private func checkSpelling(of text: [UInt8], _ serial: TokenSerial, key: borrowing SealKey) {
  guard let token = try? RecordReader.readToken(text, serial: serial, key: key) else { return }
  Claim.check(token.serial == serial, "a record is of the token whose name it has")
  Claim.check(TokenFormat.write(token, key: key) == text, "a token's record has one spelling")
  _ = try? token.openSecret(key: key)
}
