/// Finds out what a policy says about one login: takes its blocks in their order of precedence.
struct PolicyResolution {
  private let policy: Policy
  private var settings = PolicySettings()
  private var decided: PolicyKeywordSet = []
  private var deniesRecoveryCodes: PolicySource?

  init(_ policy: Policy) {
    self.policy = policy
  }

  /// Whether a block has anything that is not decided yet.
  func needs(_ block: PolicyBlock) -> Bool {
    !decided.isSuperset(of: block.keywords)
  }

  /// Takes what a block says and no block before it did.
  // Once in the module, not at each place that takes a block.
  @inline(never)
  mutating func take(_ block: PolicyBlock) {
    for statement in policy.statements[block.statements] {
      // All that stand before the first `Match` hold.
      guard decided.insert(PolicyKeywordSet(statement.keyword)).inserted || statement.keyword == .deliver else {
        continue
      }
      take(statement, of: block)
    }
  }

  /// `RecoveryCodes deny` is the last word on recovery codes, whatever line has `Factors`.
  consuming func finish() -> PolicySettings {
    if let source = deniesRecoveryCodes, settings.factors.value.contains(.recoveryCodes) {
      settings.factors = PolicySetting(settings.factors.value.subtracting(.recoveryCodes), source)
    }
    return settings
  }

  private mutating func take(_ statement: PolicyStatement, of block: PolicyBlock) {
    let source = PolicySource.line(statement.line)
    switch statement.value {
    case .mode(let mode): settings.mode = PolicySetting(mode, source)
    case .enrollBy(let date): settings.enrollBy = PolicySetting(date, source)
    case .prompt(let range): settings.prompt = PolicySetting(Array(policy.text[range]), source)
    case .remember(let duration, let place):
      let rule = RememberRule(duration: duration, place: place, serviceSet: serviceSet(of: block))
      settings.remember = PolicySetting(rule, source)
    case .factors(let kinds): settings.factors = PolicySetting(kinds, source)
    case .window(let steps): settings.window = PolicySetting(steps, source)
    case .lookAhead(let count): settings.lookAhead = PolicySetting(count, source)
    case .throttle(let throttle): settings.throttle = PolicySetting(throttle, source)
    case .recoveryCodes(let rule): deniesRecoveryCodes = rule == .deny ? source : nil
    case .notice(let range): settings.notice = PolicySetting(Array(policy.text[range]), source)
    case .whoseFactor(let whose): settings.whoseFactor = PolicySetting(whose, source)
    case .language(let language): settings.language = PolicySetting(language, source)
    case .longestBypass(let duration): settings.longestBypass = PolicySetting(duration, source)
    case .resync(let rule): settings.resync = PolicySetting(rule, source)
    case .enroll(let rule): settings.enroll = PolicySetting(rule, source)
    case .contact(let range): settings.contact = PolicySetting(Array(policy.text[range]), source)
    case .deliver(let name, _): settings.deliveries.append(name)
    case .notify: settings.notifies = true
    case .touch(let seconds): settings.touch = PolicySetting(seconds, source)
    case .keyModels(let models): settings.keyModels = PolicySetting(models, source)
    case .store(let kind): settings.store = kind
    case .offline(let rule): settings.offline = rule
    case .directory: break
    }
  }

  /// The first 8 bytes of SHA-256 of the items of the block's `Service`, sorted, with a comma between each two; of the
  /// empty text where the block has no `Service`.
  private func serviceSet(of block: PolicyBlock) -> UInt64 {
    var items: [[UInt8]] = []
    for criterion in policy.criteria[block.criteria] where criterion.kind == .service {
      for term in policy.terms[criterion.terms] {
        guard case .name(let range) = term.pattern else { continue }
        items.append((term.isNegated ? [UInt8(ascii: "!")] : []) + policy.text[range])
      }
    }
    var text: [UInt8] = []
    for item in SortedNames(items).names { text += text.isEmpty ? item : [UInt8(ascii: ",")] + item }
    return Checksum.of([], text[...]).prefix(8).reduce(0) { $0 << 8 | UInt64($1) }
  }
}
