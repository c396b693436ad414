/// Reads what stands behind a keyword.
enum PolicyValueReader {
  static func value(
    of keyword: PolicyKeyword, _ words: inout PolicyWords
  ) throws(PolicyFlaw) -> PolicyStatement.Value {
    let word = try words.value()
    let text = words.text[word.range]
    switch keyword {
    case .mode: return .mode(try mode(text, words))
    case .enrollBy: return .enrollBy(try present(PolicyDate(text), or: .badDate, words, word))
    case .prompt: return .prompt(try displayable(word, words))
    case .remember: return try remember(text, &words)
    case .factors: return .factors(try factors(text, words))
    case .window: return .window(try number(text, upTo: 10, words))
    case .lookAhead: return .lookAhead(try number(text, upTo: 100, words))
    case .throttle: return .throttle(try throttle(word, &words))
    case .recoveryCodes: return .recoveryCodes(try isAllowed(text, words) ? .allow : .deny)
    case .notice: return .notice(try displayable(word, words))
    case .whoseFactor: return .whoseFactor(try whoseFactor(text, words))
    case .language: return .language(try present(MessageLanguage(tag: text), or: .unknownLanguage, words, word))
    case .longestBypass: return .longestBypass(try present(PolicyDuration.seconds(text), or: .badDuration, words, word))
    case .resync: return .resync(try isAllowed(text, words) ? .allow : .deny)
    case .enroll: return .enroll(try enrolment(text, &words))
    case .contact: return .contact(try displayable(word, words))
    case .deliver:
      let name = try present(DeliveryName(text), or: .badDeliveryName, words, word)
      return .deliver(name, try command(try words.value(), &words))
    case .notify: return .notify(try command(word, &words))
    case .touch: return .touch(try seconds(text, in: SecurityKeyWait.range, words))
    case .keyModels: return .keyModels(try present(SecurityKeyModels(text), or: .badKeyModel, words, word))
    case .store: return .store(try store(text, words))
    case .offline: return .offline(try offline(text, words))
    case .directory, .directoryBase, .directoryBind, .directoryAuthority:
      return .directory(keyword, try rest(from: word, &words))
    }
  }

  private static func present<Value>(
    _ value: Value?, or reason: PolicyFlaw.Reason, _ words: PolicyWords, _ word: PolicyWords.Word
  ) throws(PolicyFlaw) -> Value {
    guard let value else { throw words.flaw(reason, at: word.start) }
    return value
  }

  /// A program with a path of its own, and its arguments; looked at when it is run.
  private static func command(
    _ program: PolicyWords.Word, _ words: inout PolicyWords
  ) throws(PolicyFlaw) -> Range<Int> {
    guard words.text[program.range].first == UInt8(ascii: "/") else { throw words.flaw(.badCommand, at: program.start) }
    return try rest(from: program, &words)
  }

  /// Where this word and all that follow it stand, quotation marks included.
  private static func rest(
    from first: PolicyWords.Word, _ words: inout PolicyWords
  ) throws(PolicyFlaw) -> Range<Int> {
    var last = first
    while let word = try words.next() { last = word }
    let mark = last.start == last.range.lowerBound ? 0 : 1
    return first.start..<(last.range.upperBound + mark)
  }

  private static func displayable(
    _ word: PolicyWords.Word, _ words: PolicyWords
  ) throws(PolicyFlaw) -> Range<Int> {
    guard word.range.count <= DisplayableText.longest else { throw words.flaw(.textTooLong, at: word.start) }
    guard DisplayableText.isDisplayable(words.text[word.range]) else { throw words.flaw(.badText, at: word.start) }
    if let sign = TextPlaceholder.flaw(in: words.text[word.range]) { throw words.flaw(.badPlaceholder, at: sign) }
    return word.range
  }

  private static func number(
    _ text: ArraySlice<UInt8>, upTo limit: UInt64, _ words: PolicyWords
  ) throws(PolicyFlaw) -> UInt32 {
    guard let number = FieldReader.number(text, upTo: limit) else { throw words.flaw(.badNumber, at: text.startIndex) }
    return UInt32(truncatingIfNeeded: number)
  }

  @inline(never)
  private static func seconds(
    _ text: ArraySlice<UInt8>, in range: ClosedRange<UInt64>, _ words: PolicyWords
  ) throws(PolicyFlaw) -> UInt32 {
    guard let seconds = PolicyDuration.seconds(text), range.contains(seconds) else {
      throw words.flaw(.badDuration, at: text.startIndex)
    }
    return UInt32(truncatingIfNeeded: seconds)
  }

  private static func mode(
    _ text: ArraySlice<UInt8>, _ words: PolicyWords
  ) throws(PolicyFlaw) -> EnforcementMode {
    if text.spells("mandatory") { return .mandatory }
    if text.spells("enrolled") { return .enrolled }
    if text.spells("disabled") { return .disabled }
    throw words.flaw(.unknownWord, at: text.startIndex)
  }

  private static func isAllowed(_ text: ArraySlice<UInt8>, _ words: PolicyWords) throws(PolicyFlaw) -> Bool {
    if text.spells("allow") { return true }
    if text.spells("deny") { return false }
    throw words.flaw(.unknownWord, at: text.startIndex)
  }

  private static func store(_ text: ArraySlice<UInt8>, _ words: PolicyWords) throws(PolicyFlaw) -> StoreKind {
    if text.spells("files") { return .files }
    if text.spells("ldap") { return .directory }
    throw words.flaw(.unknownWord, at: text.startIndex)
  }

  private static func offline(_ text: ArraySlice<UInt8>, _ words: PolicyWords) throws(PolicyFlaw) -> OfflineRule {
    if text.spells("deny") { return .deny }
    if text.spells("local") { return .local }
    throw words.flaw(.unknownWord, at: text.startIndex)
  }

  private static func whoseFactor(
    _ text: ArraySlice<UInt8>, _ words: PolicyWords
  ) throws(PolicyFlaw) -> WhoseFactor {
    if text.spells("caller") { return .caller }
    if text.spells("target") { return .target }
    throw words.flaw(.unknownWord, at: text.startIndex)
  }

  /// A duration, and what has to be the same.
  private static func remember(
    _ text: ArraySlice<UInt8>, _ words: inout PolicyWords
  ) throws(PolicyFlaw) -> PolicyStatement.Value {
    if text.spells("none") { return .remember(0, .either) }
    guard let duration = PolicyDuration.seconds(text) else { throw words.flaw(.badDuration, at: text.startIndex) }
    guard let word = try words.next() else { return .remember(duration, .either) }
    let place = words.text[word.range]
    if place.spells("same-address") { return .remember(duration, .sameAddress) }
    if place.spells("same-tty") { return .remember(duration, .sameTerminal) }
    throw words.flaw(.unknownWord, at: word.start)
  }

  private static func factors(
    _ text: ArraySlice<UInt8>, _ words: PolicyWords
  ) throws(PolicyFlaw) -> FactorKinds {
    var kinds: FactorKinds = []
    var rest = text
    while true {
      let end = rest.firstIndex(of: UInt8(ascii: ",")) ?? rest.endIndex
      guard end > rest.startIndex else { throw words.flaw(.emptyItem, at: end) }
      guard let kind = FactorKinds(rest[..<end]) else { throw words.flaw(.unknownWord, at: rest.startIndex) }
      guard kinds.insert(kind).inserted else { throw words.flaw(.repeatedItem, at: rest.startIndex) }
      guard end < rest.endIndex else { return kinds }
      rest = rest[(end + 1)...]
    }
  }

  /// `no`, or `at-login` and what takes the place of a ticket.
  private static func enrolment(
    _ text: ArraySlice<UInt8>, _ words: inout PolicyWords
  ) throws(PolicyFlaw) -> EnrolmentRule {
    if text.spells("no") { return .no }
    guard text.spells("at-login") else { throw words.flaw(.unknownWord, at: text.startIndex) }
    guard let word = try words.next() else { return .withTicket }
    let waiver = words.text[word.range]
    if waiver.spells("without-ticket") { return .withoutTicket }
    if waiver.spells("before-enroll-by") { return .withoutTicketBeforeEnrollBy }
    throw words.flaw(.unknownWord, at: word.start)
  }

  private static func throttle(
    _ first: PolicyWords.Word, _ words: inout PolicyWords
  ) throws(PolicyFlaw) -> Throttle {
    var draft = Throttle.Draft()
    var word = first
    while true {
      do throws(Throttle.Flaw) { try draft.take(words.text[word.range]) } catch {
        throw words.flaw(error == .repeated ? .repeatedItem : .badThrottle, at: word.start)
      }
      guard let next = try words.next() else { break }
      word = next
    }
    do throws(Throttle.Flaw) { return try draft.throttle() } catch {
      throw words.flaw(.inconsistentThrottle, at: first.start)
    }
  }
}

extension FactorKinds {
  /// The kind that a policy calls so.
  fileprivate init?(_ word: ArraySlice<UInt8>) {
    if word.spells("totp") {
      self = .totp
    } else if word.spells("hotp") {
      self = .hotp
    } else if word.spells("yubico-otp") {
      self = .yubicoOTP
    } else if word.spells("ocra") {
      self = .ocra
    } else if word.spells("sent") {
      self = .sent
    } else if word.spells("fido2") {
      self = .fido2
    } else if word.spells("agent") {
      self = .agent
    } else if word.spells("sk-ssh") {
      self = .sshKey
    } else if word.spells("recovery") {
      self = .recoveryCodes
    } else if word.spells("temporary") {
      self = .temporaryCodes
    } else {
      return nil
    }
  }
}
