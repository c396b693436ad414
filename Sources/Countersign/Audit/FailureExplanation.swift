/// A store failure in the words of the log: a reason of its own for each case, and a hint that names the repair.
public struct FailureExplanation: Sendable {
  /// One word, for searching.
  public let reason: StaticString
  /// Further fields.
  private(set) var details: [AuditField] = []
  /// What to do about it.
  let hint: StaticString

  public init(_ failure: StoreFailure) {
    hint = FailureExplanation.hint(for: failure)
    switch failure {
    case .unfit(let place, let unfitness):
      reason = unfitness.name
      details = FailureExplanation.place(place) + FailureExplanation.evidence(unfitness)
    case .system(let place, let failure):
      reason = failure.errno == .readOnlyFileSystem ? "read-only-file-system" : "system-error"
      details = FailureExplanation.place(place) + FailureExplanation.system(failure)
    case .malformedPolicy(let flaw):
      reason = "malformed-policy"
      details = [
        AuditField("line", .number(UInt64(flaw.line))), AuditField("column", .number(UInt64(flaw.column))),
        AuditField("flaw", word: flaw.reason.name),
      ]
    case .localTime(let failure):
      reason = "local-time-unknown"
      details = [AuditField("flaw", word: failure.name)]
    case .malformedKey: reason = "malformed-seal-key"
    case .malformedSiteKey, .directory, .overtaken, .moving: reason = FailureExplanation.directoryReason(failure)
    case .malformedRecord(let flaw):
      reason = "malformed-record"
      details = [AuditField("flaw", word: flaw.name)]
      if case .badLine(let line) = flaw { details += [AuditField("line", .number(UInt64(clamping: line)))] }
    case .malformedToken(let flaw):
      reason = "malformed-token"
      details = [AuditField("flaw", word: flaw.name)]
    case .otherAccount(let uid):
      reason = "other-account"
      details = [AuditField("uid", .number(UInt64(uid)))]
    case .damagedState: reason = "damaged-state"
    case .incompleteState: reason = "incomplete-state"
    case .fullState: reason = "full-state"
    case .locked(let seconds):
      reason = "locked"
      details = [AuditField("waited", .number(UInt64(seconds)))]
    case .seal(let failure):
      switch failure {
      case .otherKey: reason = "sealed-under-another-key"
      case .notAuthentic: reason = "secret-not-authentic"
      case .badLength: reason = "secret-length"
      case .system(let failure):
        reason = "system-error"
        details = FailureExplanation.system(failure)
      }
    }
  }

  private static func hint(for failure: StoreFailure) -> StaticString {
    switch failure {
    case .unfit(_, .replaced): "find out what replaces this file again and again"
    case .seal(.otherKey), .malformedRecord(.notAuthentic):
      """
      if it is so for all users, restore seal.key, or of a directory site.key, from a backup; else the record, or run \
      countersign remove --all and countersign enroll
      """
    case .unfit(.record, _), .malformedRecord, .otherAccount, .seal(.notAuthentic), .seal(.badLength):
      "restore the record from a backup, or run countersign remove --all and countersign enroll"
    case .unfit(.state, _), .damagedState, .incompleteState, .fullState:
      "run countersign remove --all and countersign enroll for this user"
    case .unfit(.policy, .tooOpen), .unfit(.policy, .wrongOwner): "give the policy file to root, mode 0644"
    case .unfit(.policy, _), .malformedPolicy: "correct countersign.conf, countersign policy check tells what is wrong"
    case .localTime: "look at /etc/localtime, or take Time and EnrollBy out of countersign.conf"
    case .unfit(.sealKey, _), .malformedKey: "restore seal.key from a backup"
    case .unfit(.siteKey, _), .malformedSiteKey, .directory, .overtaken, .moving, .system(.directoryProgram, _):
      directoryHint(failure)
    case .unfit(.auditFile, _): "run countersign audit verify, and put the file right or move it away"
    case .unfit(.token, _), .malformedToken: "restore the token's file from a backup, or import the token again"
    case .unfit: "run install.sh again, it repairs the directories"
    case .locked: "another process holds this user's state file, find it with fuser"
    case .system(.companion, _): "install Countersign again: the companion is missing, or of another version"
    case .system(_, let failure), .seal(.system(let failure)): failure.remedy
    }
  }

  // Only who works with a directory has these failures: the module has no text for them.
  private static func directoryReason(_ failure: StoreFailure) -> StaticString {
    guard DirectoryStore.isUsable else { return "directory" }
    return switch failure {
    case .directory(let fault): fault.reason
    case .overtaken: "overtaken-by-other-hosts"
    case .moving: "user-is-being-moved"
    default: "malformed-site-key"
    }
  }

  private static func directoryHint(_ failure: StoreFailure) -> StaticString {
    guard DirectoryStore.isUsable else { return "countersign directory check tells more" }
    return switch failure {
    case .overtaken: "other hosts change this user without end, find out what tries so many codes"
    case .moving: "run countersign migrate again, it goes on where it was"
    case .system: "install the program that speaks to directories, countersign-directory"
    case .unfit, .malformedSiteKey: "copy site.key from another host of the site"
    default: "countersign directory check tells more"
    }
  }

  private static func place(_ place: StorePlace) -> [AuditField] { [AuditField("place", word: place.name)] }

  private static func system(_ failure: SystemFailure) -> [AuditField] {
    [
      AuditField("call", word: failure.call.name),
      AuditField("errno", .number(UInt64(clamping: failure.errno.rawValue))),
    ]
  }

  private static func evidence(_ unfitness: Unfitness) -> [AuditField] {
    switch unfitness {
    case .wrongOwner(let owner): [AuditField("owner", .number(UInt64(owner)))]
    case .tooOpen(let mode): [AuditField("mode", .word(octal(mode)))]
    case .hardLinked(let links): [AuditField("links", .number(links))]
    case .wrongSize(let size): [AuditField("size", .number(size))]
    case .missing, .replaced, .notDirectory, .notRegularFile, .symbolicLink, .empty: []
    }
  }

  private static func octal(_ mode: UInt32) -> [UInt8] {
    [9, 6, 3, 0].map { UInt8(ascii: "0") &+ UInt8(truncatingIfNeeded: mode >> $0 & 7) }
  }
}
