import Testing

@testable import Countersign

@Suite struct FailureExplanationTests {
  private func text(_ failure: StoreFailure) -> String {
    let explanation = FailureExplanation(failure)
    var details: [UInt8] = []
    for field in explanation.details { field.appendText(to: &details) }
    return "\(explanation.reason)\(Bytes.text(details)) hint=\(explanation.hint)"
  }

  @Test("The list of all failures has every case")
  func everyCase() {
    #expect(Set(EveryFailure.store.map { EveryFailure.kind($0) }).count == 17)
  }

  @Test("Every failure has its own words, and a hint at the end")
  func distinct() {
    var seen: [String: StoreFailure] = [:]
    for failure in EveryFailure.store {
      let text = text(failure)
      if let other = seen.updateValue(failure, forKey: text) { Issue.record("\(failure) reads like \(other): \(text)") }
      let parts = text.split(separator: " hint=", omittingEmptySubsequences: false)
      #expect(parts.count == 2 && parts[1].count > 10, "\(text)")
      #expect(text.utf8.allSatisfy { (0x20...0x7E).contains($0) }, "\(text)")
      #expect(text.prefix { $0 != " " }.allSatisfy { $0.isLowercase || $0 == "-" }, "\(text)")
    }
  }

  @Test(
    "Details are what an administrator looks for",
    arguments: [
      (.unfit(.record, .tooOpen(0o4644)), "too-open place=record mode=4644 hint=restore the record"),
      (.unfit(.record, .tooOpen(0o640)), "too-open place=record mode=0640 hint="),
      (.unfit(.state, .wrongOwner(.max)), "wrong-owner place=state owner=4294967295 hint=run countersign remove"),
      (.unfit(.sealKey, .missing), "missing place=seal-key hint=restore seal.key"),
      (.unfit(.usersDirectory, .symbolicLink), "symbolic-link place=users-directory hint=run install.sh"),
      (.unfit(.record, .hardLinked(3)), "hard-linked place=record links=3 hint="),
      (.unfit(.state, .wrongSize(.max)), "wrong-size place=state size=18446744073709551615 hint="),
      (
        .system(.state, SystemFailure(.synchronize, .noSpace)),
        "system-error place=state call=fsync errno=28 hint=make room on the file system"
      ),
      (.system(.state, SystemFailure(.lock, Errno(rawValue: -7))), "system-error place=state call=flock errno=0 hint="),
      (.malformedRecord(.badLine(12)), "malformed-record flaw=bad-line line=12 hint=restore the record"),
      (.malformedRecord(.badLine(-1)), "malformed-record flaw=bad-line line=0 hint="),
      (
        .malformedPolicy(PolicyFlaw(reason: .badDate, line: 7, column: 12, subject: nil)),
        "malformed-policy line=7 column=12 flaw=bad-date hint=correct countersign.conf"
      ),
      (.localTime(.damaged(.order)), "local-time-unknown flaw=zone-order hint=look at /etc/localtime"),
      (.unfit(.policy, .tooOpen(0o666)), "too-open place=policy mode=0666 hint=give the policy file to root"),
      (.otherAccount(uid: 1_001), "other-account uid=1001 hint="),
      (.damagedState, "damaged-state hint=run countersign remove --all"),
      (.locked(seconds: 5), "locked waited=5 hint=another process"),
      (.seal(.otherKey), "sealed-under-another-key hint=if it is so for all users, restore seal.key"),
      (.malformedRecord(.notAuthentic), "malformed-record flaw=not-authentic hint=if it is so for all users, restore"),
      (.seal(.system(SystemFailure(.allocate, .noMemory))), "system-error call=malloc errno=12 hint="),
    ] as [(StoreFailure, String)])
  func details(failure: StoreFailure, beginning: String) {
    #expect(text(failure).hasPrefix(beginning))
  }

  @Test(
    "What to do about a failing call depends on its error",
    arguments: [
      (1, "system-error", "root is being refused"), (5, "system-error", "disk errors"),
      (12, "system-error", "more memory"), (13, "system-error", "root is being refused"),
      (23, "system-error", "sysctl fs.file-max"), (24, "system-error", "LimitNOFILE"),
      (28, "system-error", "make room"), (30, "read-only-file-system", "mount the file system writable"),
      (122, "system-error", "quota"), (22, "system-error", "look at disk space"), (0, "system-error", "look at disk"),
    ] as [(Int32, String, String)])
  func errors(errno: Int32, reason: String, hint: String) {
    let failure = SystemFailure(.write, Errno(rawValue: errno))
    let text = text(.system(.state, failure))
    #expect(text.hasPrefix("\(reason) place=state call=write errno=\(errno) hint=") && text.contains(hint), "\(text)")
    #expect(self.text(.seal(.system(failure))).contains(hint))
  }
}
