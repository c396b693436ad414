import FuzzInput
import OATH

@testable import Countersign

/// Log lines: nothing that is foreign can end a line, begin a field or reach a terminal.
@c(LLVMFuzzerTestOneInput)
public func fuzzAudit(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFETY: handed on as libFuzzer passed them.
  var input = unsafe FuzzInput(data, count)
  let choice = input.byte()
  let number: UInt64 = input.number()
  guard let user = UserName(input.text()) else { return 0 }
  let request = LoginRequest(
    user: user, service: input.text(), address: choice & 1 == 0 ? nil : input.text(),
    terminal: choice & 2 == 0 ? nil : input.text())
  let foreign = input.remainder()
  let all = verdicts(number, foreign)
  let verdict = all[Int(choice >> 2) % all.count]
  let known = AuditLine(.login(request, verdict, userIsKnown: true)).text
  check(known, fields: ["user", "service", "address", "tty", "device", "reason"])
  let unknown = AuditLine(.login(request, verdict, userIsKnown: false)).text
  check(unknown, fields: ["user", "service", "address", "tty", "device", "reason"])
  Claim.check(value(of: "user", in: known) == user.fileName, "a user is named as in the store")
  Claim.check(value(of: "user", in: unknown) == [UInt8(ascii: "-")], "an unknown user is not named")
  check(AuditLine(.step(request, .settled(.unknownUser))).text, fields: ["user", "service"])
  check(AuditLine(.damagedSlot(request)).text, fields: ["user", "service"])
  check(AuditLine(.clockSetBack(request, seconds: number)).text, fields: ["user", "service"])
  check(AuditLine(.badArgument(position: Int(truncatingIfNeeded: number), name: foreign)).text, fields: ["argument"])
  return 0
}

private func verdicts(_ number: UInt64, _ foreign: [UInt8]) -> [Verdict] {
  let short = UInt32(truncatingIfNeeded: number)
  var verdicts: [Verdict] = [
    .refused(.wrongCode), .refused(.unknownUser), .throttled(until: number), .disabled, .misconfigured,
    .skipped(.notEnrolled(.builtIn)), .conversationFailed(ConversationFailure(code: Int32(bitPattern: short))),
    .accepted(.recoveryCode(Int(truncatingIfNeeded: number))), .unavailable(.otherAccount(uid: short)),
    .unavailable(.system(.state, SystemFailure(.write, Errno(rawValue: Int32(bitPattern: short))))),
    .unavailable(.unfit(.record, .wrongSize(number))), .unavailable(.unfit(.root, .tooOpen(short))),
    .unavailable(.malformedRecord(.badLine(Int(truncatingIfNeeded: number)))), .unavailable(.locked(seconds: short)),
  ]
  if let name = DeviceName(foreign), let parameters = TOTPParameters() {
    let label = FactorLabel.device(id: short, name: name, kind: .totp(parameters))
    verdicts += [.accepted(label), .refused(.replayed(label))]
  }
  return verdicts
}

private func check(_ line: [UInt8], fields: [String]) {
  Claim.check(line.allSatisfy { (0x20...0x7E).contains($0) }, "a log line is printable ASCII")
  let labels = words(of: line).compactMap { word in word.firstIndex(of: UInt8(ascii: "=")).map { word[..<$0] } }
  for field in fields {
    Claim.check(labels.count { $0.elementsEqual(field.utf8) } == 1, "no field can be added to a log line")
  }
}

private func words(of line: [UInt8]) -> [ArraySlice<UInt8>] { line.split(separator: UInt8(ascii: " ")) }

private func value(of field: String, in line: [UInt8]) -> [UInt8]? {
  words(of: line).first { $0.starts(with: (field + "=").utf8) }.map { Array($0.dropFirst(field.utf8.count + 1)) }
}
