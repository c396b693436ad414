import Countersign
import FuzzInput
import OATH

/// The otpauth URI: whatever issuer and account are, a reader finds just them, and no parameter of theirs.
@c(LLVMFuzzerTestOneInput)
public func fuzzURI(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFETY: handed on as libFuzzer passed them.
  var input = unsafe FuzzInput(data, count)
  let choice = input.byte()
  let number: UInt64 = input.number()
  let issuer = input.text()
  let account = input.remainder()
  let period = TimeStepPeriod(seconds: number % 291 + 10) ?? .thirtySeconds
  var uri = OTPAuthURI(
    type: choice & 1 == 0 ? .totp(period: period) : .hotp(counter: number), issuer: issuer, account: account,
    algorithm: HashAlgorithm.allCases[Int(choice >> 1) % 3], digits: DigitCount(6 + Int(choice >> 3) % 3) ?? .six)
  let secret = Array("12345678901234567890".utf8)
  for form in [OTPAuthURI.Form.complete, .brief] {
    uri.form = form
    let length = uri.length(secretByteCount: secret.count)
    guard var sink = try? SecretBytes(capacity: length), var small = try? SecretBytes(capacity: length - 1) else {
      continue
    }
    Claim.check(uri.write(secret: secret.span, to: &sink) && sink.count == length, "the length is known before")
    Claim.check(!uri.write(secret: secret.span, to: &small), "a URI that does not fit says so")
    read(sink.bytes.indices.map { sink.bytes[$0] }, as: uri)
  }
  return 0
}

/// Takes the URI apart as an authenticator app does.
private func read(_ text: [UInt8], as uri: OTPAuthURI) {
  let parts = text.split(separator: UInt8(ascii: "?"), omittingEmptySubsequences: false)
  Claim.check(parts.count == 2 && text.starts(with: "otpauth://".utf8), "a URI has one query")
  let label = parts[0].dropFirst("otpauth://totp/".utf8.count)
  let names = label.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map(plain)
  let named = uri.form == .complete && !uri.issuer.isEmpty
  Claim.check(names == (named ? [uri.issuer, uri.account] : [uri.account]), "the label names issuer and account")
  var parameters: [String: [UInt8]] = [:]
  for parameter in parts[1].split(separator: UInt8(ascii: "&"), omittingEmptySubsequences: false) {
    let pair = parameter.split(separator: UInt8(ascii: "="), omittingEmptySubsequences: false)
    Claim.check(pair.count == 2, "a parameter has one value")
    let name = String(decoding: pair[0], as: UTF8.self)
    Claim.check(parameters.updateValue(plain(pair[1]), forKey: name) == nil, "a parameter stands there once")
  }
  let known: Set = ["secret", "issuer", "algorithm", "digits", "period", "counter"]
  Claim.check(known.isSuperset(of: parameters.keys), "there are no other parameters")
  Claim.check(parameters["secret"] == Array("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ".utf8), "the secret is the secret")
  Claim.check((parameters["issuer"] ?? []) == uri.issuer, "the issuer is the issuer")
}

private func plain(_ text: ArraySlice<UInt8>) -> [UInt8] {
  var plain: [UInt8] = []
  var rest = text
  while let byte = rest.popFirst() {
    Claim.check((0x21...0x7E).contains(byte), "a URI is printable ASCII without blanks")
    guard byte == UInt8(ascii: "%") else {
      plain.append(byte)
      continue
    }
    plain.append(UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) ?? 0)
    rest = rest.dropFirst(2)
  }
  return plain
}
