import ArgumentParser
import Countersign
import OATH
import Words

/// What kind of device is enrolled, and how it is called.
struct DeviceOptions: ParsableArguments {
  enum Kind: String, CaseIterable, ExpressibleByArgument {
    case totp, hotp
    case yubicoOTP = "yubico-otp"
    case ocra
    case sent
    case fido2, agent
  }

  @Option(
    help: .said(
      """
      Codes: time-based (totp), event-based (hotp), typed by a key (yubico-otp), answers to challenges (ocra), sent by \
      this machine (sent). No codes: a security key that is plugged in (fido2) or in the user's SSH agent (agent).
      """,
      valueName: "kind"))
  var type = Kind.totp

  @Option(help: .said(
    "The hash: sha1, sha256 or sha512; of a security key how it signs: es256, eddsa or rs256.", valueName: "name"))
  var algorithm = "sha1"

  @Option(help: .said("Digits in a code, 6 to 8.", valueName: "count"))
  var digits = 6

  @Option(help: .said("How long a time-based code lasts: 10 to 300 seconds; 30 unless given.", valueName: "s"))
  var period: UInt64?

  @Option(
    help: .said("Time steps accepted before and after now: 0 to 10; 1 unless given.", valueName: "n"))
  var window: UInt32?

  @Option(help: .said("The counter that an event-based device begins with; 0 unless given.", valueName: "n"))
  var counter: UInt64?

  @Option(
    help: .said("Event-based codes that may be skipped: 0 to 100; 10 unless given.", valueName: "n"))
  var lookAhead: UInt32?

  @Option(
    help: .said(
      "What the codes of a key begin with, in its letters, or none; learned from the first touch unless given.",
      valueName: "letters"))
  var publicId: String?

  @Option(
    help: .said(
      "What answers to challenges are computed of, such as OCRA-1:HOTP-SHA1-6:QN08.", valueName: "suite"))
  var suite: String?

  @Option(help: .said("How codes are sent: a name that the policy has a Deliver for.", valueName: "way"))
  var via: String?

  @Option(help: .said("Where codes are sent: +491234567, alice@example.org.", valueName: "address"))
  var to: String?

  @Option(
    help: .said(
      "How long a sent code counts: 1m to 10m, by mail up to 24h; 10m unless given.", valueName: "duration"))
  var lifetime: DurationArgument?

  @Option(
    help: .said(
      "The file with the public key of a security key in an SSH agent; - reads standard input.", valueName: "file"))
  var publicKey: String?

  @Option(help: .said("What to call the device; phone, token, key or the way unless given."))
  var name: String?

  @Option(help: .said(
    "When it counts no longer: a date, at whose beginning it ends, or a duration such as 90d.", valueName: "when"))
  var expires: ExpiryArgument?

  func validate() throws {
    _ = try kind()
    guard publicId == nil || type == .yubicoOTP else {
      throw ValidationError(said("--public-id is for --type yubico-otp."))
    }
    guard suite == nil || type == .ocra else { throw ValidationError(said("--suite is for --type ocra.")) }
    guard type == .sent || (via == nil && to == nil && lifetime == nil) else {
      throw ValidationError(said("--via, --to and --lifetime are for --type sent."))
    }
    guard (type == .agent) == (publicKey != nil) else {
      throw ValidationError(said("--public-key is for --type agent, which needs it."))
    }
    if let name, DeviceName(Array(name.utf8)) == nil { throw ValidationError(DeviceName.rule) }
  }

  /// The kind with its parameters.
  ///
  /// - Returns: `nil` where something of a key has to be learned from it, or from a file.
  func kind() throws -> DeviceKind? {
    guard type != .yubicoOTP else { return try identity().map { .yubicoOTP($0) } }
    guard type != .ocra else { return .ocra(try challengeSuite()) }
    guard type != .sent else { return .sent(try sentCodes()) }
    guard type != .fido2 else {
      _ = try keyAlgorithm()
      return nil
    }
    guard type != .agent else {
      try validateAgent()
      return nil
    }
    guard let algorithm = HashAlgorithm(name: Array(algorithm.lowercased().utf8)) else {
      throw ValidationError(said("--algorithm takes sha1, sha256 or sha512."))
    }
    guard let digits = DigitCount(digits) else { throw ValidationError(said("--digits takes 6 to 8.")) }
    return switch type {
    case .totp: try timeBased(algorithm, digits)
    case .hotp: try eventBased(algorithm, digits)
    case .yubicoOTP, .ocra, .sent, .fido2, .agent: nil
    }
  }

  private func validateAgent() throws {
    guard algorithm == "sha1", digits == 6, period == nil, window == nil, counter == nil, lookAhead == nil else {
      throw ValidationError(
        said("--algorithm, --digits, --period, --window, --counter and --look-ahead are for --type totp and hotp."))
    }
  }

  private func sentCodes() throws -> SentParameters {
    guard algorithm == "sha1", period == nil, window == nil, counter == nil, lookAhead == nil else {
      throw ValidationError(
        said("--algorithm, --period, --window, --counter and --look-ahead are for --type totp and hotp."))
    }
    guard let digits = DigitCount(digits) else { throw ValidationError(said("--digits takes 6 to 8.")) }
    guard let via, let to else { throw ValidationError(said("--type sent needs --via and --to.")) }
    guard let way = DeliveryName(Array(via.utf8)[...]) else {
      throw ValidationError(said("--via takes small letters, digits and hyphens, such as sms or mail."))
    }
    let address = try DeviceOptions.address(to, for: way)
    let seconds = lifetime?.seconds ?? UInt64(SentParameters.standardLifetime)
    guard
      let parameters = SentParameters(
        digits: digits, via: way, address: address, lifetime: UInt32(clamping: seconds))
    else { throw ValidationError(said("--lifetime takes 1m to 10m, and up to 24h for a mail address.")) }
    return parameters
  }

  private static func address(_ text: String, for way: DeliveryName) throws -> DeliveryAddress {
    let form = DeliveryAddress.form(for: way)
    guard let address = DeliveryAddress(Array(text.utf8)), address.has(form) else {
      switch form {
      case .telephone: throw ValidationError(said("--to takes an international number for this way: +491234567."))
      case .mailbox: throw ValidationError(said("--to takes a mail address for this way: alice@example.org."))
      case .any: throw ValidationError(said("--to takes up to 254 visible ASCII characters, the first no hyphen."))
      }
    }
    return address
  }

  private func challengeSuite() throws -> OCRASuite {
    guard algorithm == "sha1", digits == 6, period == nil, window == nil, lookAhead == nil else {
      throw ValidationError(
        said("--algorithm, --digits, --period, --window and --look-ahead are for --type totp and hotp."))
    }
    guard let suite else { throw ValidationError(said("--type ocra needs --suite.")) }
    let read: OCRASuite
    do throws(OCRASuite.Flaw) { read = try OCRASuite(Array(suite.utf8)) } catch {
      throw ValidationError(DeviceOptions.sentence(error))
    }
    guard counter == nil || read.hasCounter else { throw ValidationError(said("This --suite has no counter.")) }
    return read
  }

  private static func sentence(_ flaw: OCRASuite.Flaw) -> String {
    switch flaw {
    case .malformed: said("--suite takes a suite of RFC 6287, such as OCRA-1:HOTP-SHA256-8:C-QN08-PSHA1.")
    case .badDigits(0): said("Answers of this --suite are whole digests; 6 to 10 digits can be checked.")
    case .badDigits(let count):
      said("Answers of this --suite have \(count) digits, which can be guessed; 6 are the least.")
    case .shortQuestion(let count):
      said("Challenges of this --suite have \(count) characters and come back too soon; 6 are the least.")
    case .session: said("This --suite wants session information, which a login has none of.")
    }
  }

  /// How a security key is to sign; es256, which each of them can, unless given.
  func keyAlgorithm() throws -> SecurityKeyAlgorithm {
    guard digits == 6, period == nil, window == nil, counter == nil, lookAhead == nil else {
      throw ValidationError(
        said("--digits, --period, --window, --counter and --look-ahead are for --type totp and hotp."))
    }
    guard algorithm != "sha1" else { return .es256 }
    let known = SecurityKeyAlgorithm.allCases.first { "\($0.name)" == algorithm.lowercased() }
    guard let known else { throw ValidationError(said("--algorithm takes es256, eddsa or rs256 for a security key.")) }
    return known
  }

  private func identity() throws -> PublicIdentity? {
    guard algorithm == "sha1", digits == 6, period == nil, window == nil, counter == nil, lookAhead == nil else {
      throw ValidationError(
        said("--algorithm, --digits, --period, --window, --counter and --look-ahead are for --type totp and hotp."))
    }
    guard let publicId else { return nil }
    guard publicId != "none" else { return PublicIdentity.none }
    guard !publicId.isEmpty, let identity = PublicIdentity(modHex: Array(publicId.utf8)) else {
      throw ValidationError(
        said("--public-id takes up to 16 pairs of the letters c b d e f g h i j k l n r t u v, or none."))
    }
    return identity
  }

  private func timeBased(_ algorithm: HashAlgorithm, _ digits: DigitCount) throws -> DeviceKind {
    guard counter == nil, lookAhead == nil else {
      throw ValidationError(said("--counter and --look-ahead are for --type hotp."))
    }
    guard let period = period.map({ TimeStepPeriod(seconds: $0) }) ?? .thirtySeconds else {
      throw ValidationError(said("--period takes 10 to 300 seconds."))
    }
    guard
      let parameters = TOTPParameters(
        algorithm: algorithm, digits: digits, period: period, window: window ?? TOTPParameters.defaultWindow)
    else { throw ValidationError(said("--window takes 0 to 10.")) }
    return .totp(parameters)
  }

  private func eventBased(_ algorithm: HashAlgorithm, _ digits: DigitCount) throws -> DeviceKind {
    guard period == nil, window == nil else {
      throw ValidationError(said("--period and --window are for --type totp."))
    }
    guard
      let parameters = HOTPParameters(
        algorithm: algorithm, digits: digits, lookAhead: lookAhead ?? HOTPParameters.defaultLookAhead)
    else { throw ValidationError(said("--look-ahead takes 0 to 100.")) }
    return .hotp(parameters)
  }

  /// The name for a new device of a user: the one given, or the usual one, with a number if it is taken.
  ///
  /// - Returns: `nil` when a given name is taken.
  func freeName(beside devices: [Device]) -> DeviceName? {
    func isFree(_ name: DeviceName) -> Bool { !devices.contains { $0.name == name } }
    if let name { return DeviceName(Array(name.utf8)).flatMap { isFree($0) ? $0 : nil } }
    let usual =
      switch type {
      case .totp: "phone"
      case .hotp, .ocra: "token"
      case .yubicoOTP, .fido2: "key"
      case .agent: "ssh-key"
      case .sent: via ?? "sent"
      }
    let numbered = (2...UserRecord.mostDevices + 1).map { "\(usual)-\($0)" }
    return ([usual] + numbered).lazy.compactMap { DeviceName(Array($0.utf8)) }.first(where: isFree)
  }
}
