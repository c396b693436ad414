import Countersign
import ForeignFormats
import FuzzInput

/// Lists of tokens: a byte that says which format, then the file. Detection sees every file.
@c(LLVMFuzzerTestOneInput)
public func fuzzTokenList(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let formats: [ImportFormat] = [.oathCSV, .entra, .netiq, .pingid, .nexus, .yubicoLog, .json, .otpauth]
  // SAFETY: handed on as libFuzzer passed them.
  var input = unsafe FuzzInput(data, count)
  let format = formats[Int(input.byte()) % formats.count]
  let text = input.remainder()
  _ = ImportFormat.detect(text.span)
  let file = format.read(text.span, ImportContext(file: [], now: 1_795_503_004))
  Claim.check(!file.tokens.isEmpty || !file.findings.isEmpty, "something is said of every file")
  let lines = text.count { $0 == UInt8(ascii: "\n") } + 1
  for token in file.tokens {
    Claim.check((1...lines).contains(token.place.line), "a device has a line of the file")
    Claim.check((10...128).contains(token.secret.secret.count), "a secret has 10 to 128 bytes")
  }
  for said in file.findings.map({ "\($0.outcome)" }) + file.tokens.flatMap(\.remarks) {
    Claim.check(!hasKey(said), "no key is in what is said")
  }
  if format == .json { writeAndReadBack(file.tokens) }
  return 0
}

/// Whether there is a word of hexadecimal digits or of Base32 as long as the shortest key.
private func hasKey(_ text: String) -> Bool {
  text.split { !$0.isLetter && !$0.isNumber }.contains { word in
    word.count >= 16 && (word.allSatisfy(\.isHexDigit) || word.allSatisfy { $0.isUppercase || $0.isNumber })
  }
}

private func writeAndReadBack(_ tokens: [ImportedToken]) {
  let devices = tokens.compactMap { token -> ExportedDevice? in
    guard let user = token.owner.flatMap({ UserName($0) }), let name = token.label.flatMap({ DeviceName($0) }) else {
      return nil
    }
    return ExportedDevice(
      user: user, name: name, kind: token.kind, secret: token.secret, nextMovingFactor: token.nextMovingFactor,
      drift: token.drift, expires: token.expires)
  }
  // A user name need not be UTF-8.
  guard let text = try? DeviceLinesWriter.text(devices) else { return }
  let again = ImportFormat.json.read(text.bytes, ImportContext(file: [], now: 1_795_503_004)).tokens
  Claim.check(devices.isEmpty || again.count == devices.count, "every device is read back")
  for (device, token) in zip(devices, again) {
    let isSame = token.kind == device.kind && token.nextMovingFactor == device.nextMovingFactor
      && token.drift == device.drift && token.expires == device.expires && token.owner == device.user.bytes
    Claim.check(isSame && token.label == device.name.bytes, "JSON keeps everything")
  }
}
