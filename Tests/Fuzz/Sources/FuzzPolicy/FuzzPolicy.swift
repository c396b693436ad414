import FuzzInput

@testable import Countersign

/// A byte that chooses the facts of a login, then the text of a policy; the same bytes also as a zone file, as what sshd
/// says of keys, and as an address.
@c(LLVMFuzzerTestOneInput)
public func fuzzPolicy(_ data: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  // SAFETY: handed on as libFuzzer passed them.
  var input = unsafe FuzzInput(data, count)
  let choice = input.byte()
  let text = input.remainder()
  checkPolicy(text, facts(choice, text))
  _ = VerifiedKey(authenticationInfo: text)
  _ = LoginOrigin(host: nil, terminal: text)
  checkAddress(text)
  for time in [0, 951_782_400, 4_102_444_800, 253_402_300_799] as [Int64] {
    if let offset = try? TimeZoneFile.offset(at: time, text) {
      Claim.check(abs(offset) <= TimeZoneFile.farthest, "a zone is within a day and a bit of UTC")
    }
    if let rule = TimeZoneRule(text[...]) {
      Claim.check(abs(rule.offset(at: time)) <= TimeZoneFile.farthest, "a rule is within a day and a bit of UTC")
    }
  }
  return 0
}

private func facts(_ choice: UInt8, _ text: [UInt8]) -> PolicyFacts {
  let address = NetworkAddress(Array((choice & 1 == 0 ? "192.0.2.7" : "2001:db8::1").utf8)[...])
  let keys: [VerifiedKey] = [.none, .ordinary, .securityKey]
  let moment = LocalMoment(date: PolicyDate(daysSince1970: 20_782 + Int64(choice & 7)), minute: UInt16(choice) * 5)
  return PolicyFacts(
    user: FuzzStore.user, service: Array("sshd".utf8), address: choice & 2 == 0 ? address : nil,
    origin: choice & 4 == 0 ? .remote : .local, key: keys[Int(choice >> 3) % 3],
    groups: choice & 32 == 0 ? [] : [Array("wheel".utf8)], moment: choice & 64 == 0 ? moment : nil)
}

private func checkPolicy(_ text: [UInt8], _ facts: PolicyFacts) {
  do throws(PolicyFlaw) {
    let policy = try PolicyReader.read(text)
    Claim.check((try? PolicyReader.read(text)) == policy, "a text is read the same way twice")
    checkSettings(of: policy, facts)
    checkPlaces(policy, lines: lineCount(text))
    for name in policy.groupNames { Claim.check(!name.isEmpty && !name.contains(0), "a group can be looked up") }
  } catch {
    Claim.check(error.line >= 1 && Int(error.line) <= max(1, lineCount(text)), "a flaw's line is one of the text")
    Claim.check(error.column >= 1 && Int(error.column) <= PolicyReader.longestLine + 1, "a flaw's column is in its line")
    Claim.check(flaw(of: text) == error, "a flaw is found the same way twice")
  }
}

private func checkSettings(of policy: Policy, _ facts: PolicyFacts) {
  let settings = policy.settings(for: facts)
  Claim.check(policy.settings(for: facts) == settings, "facts give the same settings twice")
  if !policy.statements.contains(where: { $0.keyword == .mode }) {
    Claim.check(settings.mode == PolicySetting(.enrolled), "a policy that names no mode has the one that is built in")
  }
  if case .line(let number) = settings.mode.source {
    let setter = policy.statements.first { $0.line == number }
    Claim.check(setter?.value == .mode(settings.mode.value), "the line that decided says what was decided")
  }
  for text in [settings.prompt?.value, settings.notice?.value] {
    guard let text else { continue }
    Claim.check(!text.isEmpty && text.count <= 512 && String(validating: text, as: UTF8.self) != nil, "text can be shown")
    Claim.check(!text.contains { $0 < 0x20 || $0 == 0x7F }, "text has no control characters")
  }
  let throttle = settings.throttle.value
  Claim.check(throttle.firstWaitAt >= 1 && throttle.firstWaitAt <= throttle.lockAt, "there are waits before a lock")
  Claim.check(throttle.lockAt <= throttle.disableAt && throttle.disableAt <= 1_000, "there is an end")
  Claim.check((settings.window?.value ?? 0) <= 10 && (settings.lookAhead?.value ?? 0) <= 100, "windows are small")
}

/// Every part of a policy stands where it says.
private func checkPlaces(_ policy: Policy, lines: Int) {
  for block in policy.blocks {
    Claim.check(policy.criteria.indices.contains(block.criteria), "a block's criteria are there")
    Claim.check(policy.statements.indices.contains(block.statements), "a block's statements are there")
  }
  for criterion in policy.criteria {
    Claim.check(!criterion.terms.isEmpty && policy.terms.indices.contains(criterion.terms), "a criterion has terms")
  }
  for statement in policy.statements {
    Claim.check(statement.line >= 1 && Int(statement.line) <= lines, "a statement's line is one of the text")
  }
}

extension Range<Int> {
  fileprivate func contains(_ other: Range<Int>) -> Bool {
    lowerBound <= other.lowerBound && other.upperBound <= upperBound
  }
}

private func flaw(of text: [UInt8]) -> PolicyFlaw? {
  do throws(PolicyFlaw) { _ = try PolicyReader.read(text) } catch { return error }
  return nil
}

private func lineCount(_ text: [UInt8]) -> Int {
  let newlines = text.count { $0 == UInt8(ascii: "\n") }
  return text.last == UInt8(ascii: "\n") ? newlines : newlines + 1
}

private func checkAddress(_ text: [UInt8]) {
  guard let network = try? Network(text[...]) else { return }
  Claim.check(network.contains(network.address), "a network holds its first address")
  Claim.check(network.contains(network), "a network holds itself")
}
