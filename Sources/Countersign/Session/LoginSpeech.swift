/// Says what people are told at one login: in their language, and with what the administrator's texts leave open.
///
/// A catalogue is read when the first text is needed, and none for English.
final class LoginSpeech {
  let request: LoginRequest
  private let location: StoreLocation
  private let clock: @Sendable () throws(SystemFailure) -> UInt64
  var language = MessageLanguage.english
  /// Whom to ask, as the policy has it.
  var contact: [UInt8]?
  /// The same as it is shown at this login.
  var filledContact: [UInt8]? { contact.map { filled($0) } }
  /// What is told behind a login that was accepted.
  var farewell: Notice?
  /// Whether the login goes by the files of those who may get in while the directory is away.
  var isOffline = false
  /// The language whose catalogue was looked for.
  private var sought = MessageLanguage.english
  private var catalogue: MessageCatalogue?

  init(
    _ request: LoginRequest, _ location: StoreLocation, _ clock: @escaping @Sendable () throws(SystemFailure) -> UInt64
  ) {
    self.request = request
    self.location = location
    self.clock = clock
  }

  /// Takes over in which language and by whose words people are told.
  func take(_ settings: PolicySettings) {
    language = settings.language.value
    contact = settings.contact?.value
  }

  /// Lets a user's own language go before the policy's. A check that is no login leaves this out: somebody else reads.
  func take(_ subject: Subject) {
    switch subject {
    case .enrolled(let read), .notEnrolled(.some(let read)): language = read.record.language ?? language
    case .notEnrolled(.none), .unknownUser: break
    }
  }

  /// A text of ours in the person's language, or in English where the catalogue has none that can be shown.
  ///
  /// - Parameter value: what it leaves open.
  func say(_ text: LoginText, _ value: [UInt8] = []) -> [UInt8] {
    let english = Array(ascii: text.english)
    let said = translation(of: english) ?? english
    for index in said.indices where said[index...].starts(with: "%1$s") {
      return Array(said[..<index]) + value + Array(said[(index + 4)...])
    }
    return said
  }

  private func translation(of english: [UInt8]) -> [UInt8]? {
    if language != sought {
      sought = language
      catalogue = LoginCatalogue.load(language, location)
    }
    guard let found = catalogue?.translation(of: Array(ascii: "login\u{4}") + english), !found.isEmpty,
      DisplayableText.isDisplayable(found)
    else { return nil }
    return Array(found)
  }

  /// One text behind another; scripts that know no blanks have wide full stops.
  static func joined(_ first: [UInt8], _ second: [UInt8]) -> [UInt8] {
    first.last ?? 0x80 < 0x80 ? first + [UInt8(ascii: " ")] + second : first + second
  }

  /// What a text of the administrator comes to at this login. What is put in is not looked at again: a percent sign in
  /// it stays one.
  func filled(_ text: [UInt8]) -> [UInt8] {
    var filled: [UInt8] = []
    var rest = text[...]
    while let byte = rest.popFirst() {
      if byte == TextPlaceholder.sign, let letter = rest.popFirst() {
        filled += value(letter, behind: filled.count)
      } else {
        filled.append(byte)
      }
    }
    return filled
  }

  /// What stands for a percent sign and a letter, where so many bytes stand before it.
  private func value(_ letter: UInt8, behind length: Int) -> [UInt8] {
    guard let placeholder = TextPlaceholder(rawValue: letter) else { return [letter] }
    guard length < TextPlaceholder.longestText else { return [] }
    return switch placeholder {
    case .user: TextPlaceholder.shown(request.user.bytes)
    case .host: TextPlaceholder.shown(Host.name)
    case .service: TextPlaceholder.shown(request.service)
    case .date: today
    }
  }

  /// `2026-11-25`, on the clock on the wall; in UTC where its zone is not known.
  private var today: [UInt8] {
    guard let now = try? clock() else { return [] }
    let local = (try? LocalTime.moment(at: now))?.date.daysSince1970
    let day = local.map { UInt64(clamping: $0) } ?? now / 86_400
    return Array(UniversalTime.text(day &* 86_400).prefix(10))
  }
}
