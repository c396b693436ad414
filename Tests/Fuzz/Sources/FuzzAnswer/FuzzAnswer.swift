import FuzzInput
import OATH

@testable import Countersign

/// What people type: codes, password and code together, the code that confirms an enrolment.
@c(LLVMFuzzerTestOneInput)
public func fuzzAnswer(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFETY: handed on as libFuzzer passed them.
  var input = unsafe FuzzInput(data, count)
  let choice = input.byte()
  let now: UInt64 = input.number()
  let answer = input.remainder()
  guard let code = try? TypedCode(answer.span) else { return 0 }
  let digits = answer.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "-") }
  for count in 6...8 {
    guard let size = DigitCount(count) else { continue }
    let value = code.value(digits: size)
    Claim.check(
      value == (digits.count == count && digits.allSatisfy(isDigit) ? UInt32(String(decoding: digits, as: UTF8.self)) : nil),
      "a code is exactly as many digits")
  }
  Claim.check(!Answer.isSSHDJunk(answer.span) || answer.first == 0x08, "junk of sshd begins with a backspace")
  checkSplits(of: answer)
  checkKeyCode(answer)
  // Looking for the clock's offset takes thousands of digests.
  if choice & 15 == 1 { confirm(answer, choice: choice >> 4, now: now) }
  return 0
}

/// What a key types is read as its own code only behind its public identity, and gives a whole block then.
private func checkKeyCode(_ answer: [UInt8]) {
  let identity = FirstCode.publicIdentity(of: answer) ?? .none
  let form = YubicoOTP.form(of: answer.span, identity: identity)
  if case .own(let layout) = form {
    Claim.check(answer.count == identity.codeLength, "a code has one length")
    guard var block = try? SecretBytes(capacity: YubicoOTP.blockLength) else { return }
    Claim.check(YubicoOTP.readBlock(of: answer.span, layout, to: &block), "a code ends in a block")
    Claim.check(block.count == YubicoOTP.blockLength, "a block has sixteen bytes")
    _ = YubicoBlock(block.bytes)
  }
  let secret = [UInt8](repeating: 1, count: YubicoOTP.secretLength)
  let found = try? FirstCode.check(answer.span, kind: .yubicoOTP(identity), secret: secret.span, counter: 0, now: 0)
  if case .confirmed(let next, _) = found { Claim.check(next > 0 && next <= 1 << 23, "a counter has 23 bits") }
}

extension FirstCode {
  fileprivate static func publicIdentity(of answer: [UInt8]) -> PublicIdentity? {
    (try? publicIdentity(answer.span)) ?? nil
  }
}

private func isDigit(_ byte: UInt8) -> Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) }

/// Each split is inside the answer, has the form of a code behind it, and the longest code comes first.
private func checkSplits(of answer: [UInt8]) {
  let key = FuzzStore.key()
  var record = UserRecord(user: FuzzStore.user, uid: 1_000)
  let name = Claim.present(DeviceName(Array("Phone".utf8)), "Phone is a device name")
  for digits in [DigitCount.six, .eight] {
    guard let parameters = HOTPParameters(digits: digits) else { continue }
    _ = try? record.add(.hotp(parameters), name: name, created: 1, secret: [1].span, key: key)
  }
  let identity = PublicIdentity([0x2D, 0x34, 0x4E, 0x83]) ?? .none
  let secret = [UInt8](repeating: 1, count: YubicoOTP.secretLength)
  _ = try? record.add(.yubicoOTP(identity), name: name, created: 1, secret: secret.span, key: key)
  var last = -1
  for split in AnswerSplit.all(of: answer.span, for: record) {
    Claim.check(split.codeStart > last && split.codeStart <= answer.count, "a split is behind the one before")
    last = split.codeStart
    let code = answer[split.codeStart...]
    Claim.check(
      (code.count == 6 || code.count == 8) && code.allSatisfy(isDigit)
        || code.count == 19 && code.filter { $0 == UInt8(ascii: "-") }.count == 3
        || code.count == identity.codeLength && YubicoOTP.form(of: Array(code).span, identity: identity) != .foreign,
      "a code stands behind a split")
  }
}

private func confirm(_ answer: [UInt8], choice: UInt8, now: UInt64) {
  let algorithm = HashAlgorithm.allCases[Int(choice) % 3]
  let secret = Array("12345678901234567890".utf8)
  guard let period = TimeStepPeriod(seconds: choice & 4 == 0 ? 30 : 300),
    let totp = TOTPParameters(algorithm: algorithm, period: period),
    let hotp = HOTPParameters(algorithm: algorithm, lookAhead: 100)
  else { return }
  let kind = choice & 8 == 0 ? DeviceKind.totp(totp) : .hotp(hotp)
  let found = try? FirstCode.check(answer.span, kind: kind, secret: secret.span, counter: now, now: now)
  if case .confirmed(let next, _) = found, case .hotp = kind {
    Claim.check(next > now, "a confirmed code is used")
  }
}
