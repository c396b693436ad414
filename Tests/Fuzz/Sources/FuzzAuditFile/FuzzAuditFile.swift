import FuzzInput

@testable import Countersign

/// The end of an audit file, whatever it is: what is found there can be gone on from, and a check tells what happened.
@c(LLVMFuzzerTestOneInput)
public func fuzzAuditFile(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFETY: handed on as libFuzzer passed them.
  var input = unsafe FuzzInput(data, count)
  let choice = input.byte()
  let foreign = input.remainder()
  // Behind lines that are right, the last of them cut somewhere, or alone.
  let first = AuditLineFormat.line(.error, [], after: .beginning, time: 0)
  let second = AuditLineFormat.line(.login, [AuditField("user", .foreign(foreign))], after: first.link, time: 1)
  let right = choice == 0 ? [] : first.text + second.text.prefix(Int(choice) * 2)
  check(right + foreign)
  checkGoingOn(behind: right + foreign)
  return 0
}

private func check(_ bytes: [UInt8]) {
  let end = AuditFileEnd(bytes, isWholeFile: true)
  Claim.check(bytes.suffix(end.gap.count) == end.gap, "a gap is the end of the file")
  Claim.check(end.isCut == (bytes.last.map { $0 != AuditLineFormat.newline } ?? false), "a cut file has no line end")
  for line in bytes.split(separator: AuditLineFormat.newline) {
    guard let record = AuditRecord(line) else { continue }
    for field in record.fields { _ = AuditField.unescaped(field.value) }
    Claim.check(AuditLineFormat.read(line) != nil, "what can be shown has the form of a line")
  }
}

/// What a login writes behind it is found by the next one, and either the chain is whole or the check says where not.
private func checkGoingOn(behind bytes: [UInt8]) {
  let end = AuditFileEnd(bytes, isWholeFile: true)
  let link: AuditLink
  switch end.last {
  case .line(let place): link = place
  case .nothing: link = .beginning
  case .rotated, .unknown: return
  }
  let next = AuditLineFormat.line(.login, [], after: link, gap: end.gap, time: 2)
  let whole = bytes + (end.isCut ? [AuditLineFormat.newline] : []) + next.text
  Claim.check(AuditFileEnd(whole, isWholeFile: true).last == .line(next.link), "the next line is found")
  let verification = verify(whole)
  Claim.check(
    verification.problem != nil || verification.head == next.link, "a chain without a problem ends in its last line")
  let isTold = verification.problem != nil || !verification.remarks.isEmpty
  Claim.check(end.gap.isEmpty || isTold, "what is no line is told")
}

private func verify(_ bytes: [UInt8]) -> AuditVerification {
  var verification = AuditVerification()
  verification.beginFile()
  var lines = bytes.split(separator: AuditLineFormat.newline, omittingEmptySubsequences: false)
  lines.removeLast()
  for line in lines where !verification.take(line, isEnded: true) { return verification }
  verification.endFile()
  return verification
}
