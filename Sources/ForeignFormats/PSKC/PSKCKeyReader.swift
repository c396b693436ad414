import CKeyFile
import Countersign
import OATH
import Words

/// Reads one key of a container with what its package says of the device.
struct PSKCKeyReader {
  private let key: XMLElement
  private let package: XMLElement
  private let lock: PSKCLock
  private let context: ImportContext
  private let profile: PSKCProfile

  init(_ key: XMLElement, in package: XMLElement, _ lock: PSKCLock, _ context: ImportContext) {
    self.key = key
    self.package = package
    self.lock = lock
    self.context = context
    profile = PSKCProfile(key.attribute("Algorithm") ?? [])
  }

  func token(_ document: borrowing XMLDocument) throws(PSKCFlaw) -> ImportedToken {
    let policy = try PSKCPolicy(key, profile, document, now: context.now)
    let device = try document.only("DeviceInfo", of: package)
    let expires = try expiry(device, policy, document)
    let kind = try kind(document)
    guard let value = try PSKCValue("Secret", of: key, document) else { throw .missing("Secret") }
    let token = ImportedToken(
      context.place(key.line), kind: kind, secret: SharedSecret(try value.secret(document, lock)))
    token.remarks = policy.remarks
    if value.isUnproved(lock) {
      token.remarks.append(said("its key has no MAC, so nothing proves that it is as it was sent"))
    }
    token.expires = expires
    try addNames(to: token, device, document)
    try addPosition(to: token, document)
    return token
  }

  /// The earlier one of key and device.
  private func expiry(
    _ device: XMLElement?, _ policy: PSKCPolicy, _ document: borrowing XMLDocument
  ) throws(PSKCFlaw) -> UInt64? {
    var expires = policy.expires
    if let device, let end = try PSKCPolicy.time("ExpiryDate", of: device, document) {
      expires = min(end, expires ?? end)
    }
    guard let expires, expires <= context.now else { return expires }
    throw .refused(
      ImportRefusal("it expired at \(PSKCPolicy.text(expires))", hint: "use another token, or ask its maker"))
  }

  private func kind(_ document: borrowing XMLDocument) throws(PSKCFlaw) -> DeviceKind {
    let parameters = try document.only("AlgorithmParameters", of: key)
    let suite = try parameters.flatMap { (parameters) throws(PSKCFlaw) in try document.only("Suite", of: parameters) }
    switch profile {
    case .hotp:
      let algorithm = try PSKCKeyReader.algorithm(document.words(of: suite))
      let digits = try digits(parameters, document)
      return try PSKCFlaw.refusing { () throws(ImportRefusal) in try ForeignKind.eventBased(algorithm, digits) }
    case .totp:
      let algorithm = try PSKCKeyReader.algorithm(document.words(of: suite))
      let digits = try digits(parameters, document)
      let period = try number("TimeInterval", document) ?? 30
      guard period > 0 else { throw .noNumber("TimeInterval") }
      return try PSKCFlaw.refusing { () throws(ImportRefusal) in
        try ForeignKind.timeBased(algorithm, digits, period: UInt64(period))
      }
    case .ocra:
      let text = document.words(of: suite) ?? []
      return try PSKCFlaw.refusing { () throws(ImportRefusal) in try ForeignKind.challenge(text) }
    case .pin:
      throw .refused(
        ImportRefusal("it is the PIN of another key; Countersign asks for none", hint: "nothing has to be done"))
    case .other(let name):
      throw .refused(
        ImportRefusal(
          "its algorithm \(String(decoding: name, as: UTF8.self)) is not known", hint: "hotp and totp are supported"))
    }
  }

  private static func algorithm(_ suite: [UInt8]?) throws(PSKCFlaw) -> HashAlgorithm {
    try PSKCFlaw.refusing { () throws(ImportRefusal) in try ForeignKind.algorithm(suite ?? []) }
  }

  private func digits(_ parameters: XMLElement?, _ document: borrowing XMLDocument) throws(PSKCFlaw) -> DigitCount {
    guard let parameters, let format = try document.only("ResponseFormat", of: parameters) else {
      throw .missing("ResponseFormat")
    }
    let encoding = format.attribute("Encoding") ?? []
    guard encoding.equals("DECIMAL") else {
      throw .refused(
        ImportRefusal(
          "its codes are written as \(String(decoding: encoding, as: UTF8.self))",
          hint: "codes of decimal digits are supported"))
    }
    let check = format.attribute("CheckDigits") ?? format.attribute("CheckDigit") ?? []
    guard !check.equals("true"), !check.equals("1") else {
      throw .refused(ImportRefusal("its codes end in a check digit", hint: "codes without one are supported"))
    }
    let length = format.attribute("Length") ?? []
    guard let count = length.span.number(length.indices) else { throw .noNumber("Length") }
    return try PSKCFlaw.refusing { () throws(ImportRefusal) in try ForeignKind.digits(count) }
  }

  private func number(_ name: StaticString, _ document: borrowing XMLDocument) throws(PSKCFlaw) -> Int64? {
    try PSKCValue(name, of: key, document)?.number("\(name)", document, lock)
  }

  private func addNames(
    to token: ImportedToken, _ device: XMLElement?, _ document: borrowing XMLDocument
  ) throws(PSKCFlaw) {
    var user = document.words(of: try document.only("UserId", of: key))
    // It may be there in several languages.
    token.label = document.all("FriendlyName", of: key).first.flatMap { document.words(of: $0) }
    if let device {
      if user == nil { user = document.words(of: try document.only("UserId", of: device)) }
      token.serial = document.words(of: try document.only("SerialNo", of: device))
      token.manufacturer = document.words(of: try document.only("Manufacturer", of: device))
    }
    token.owner = user.map(PSKCOwner.name)
  }

  /// Where counter or clock stand.
  private func addPosition(to token: ImportedToken, _ document: borrowing XMLDocument) throws(PSKCFlaw) {
    switch token.kind {
    case .totp(let parameters):
      let drift = try number("TimeDrift", document) ?? 0
      guard let drift = Int32(exactly: drift) else { throw .noNumber("TimeDrift") }
      token.drift = drift
      guard let time = try number("Time", document), time != 0 else { return }
      guard time > 0, UInt64(time) <= context.now / parameters.period.seconds else {
        token.remarks.append(said("its Time is no time step before now, and is left out"))
        return
      }
      token.nextMovingFactor = UInt64(time)
    case .hotp:
      let counter = try number("Counter", document)
      guard let counter = UInt64(exactly: counter ?? 0) else { throw .noNumber("Counter") }
      token.nextMovingFactor = counter
      if try PSKCValue("Counter", of: key, document) == nil {
        token.remarks.append(said("it has no counter, so 0 is taken for it"))
      }
    case .ocra(let suite):
      guard suite.hasCounter else { return }
      guard let counter = UInt64(exactly: try number("Counter", document) ?? 0) else { throw .noNumber("Counter") }
      token.nextMovingFactor = counter
    case .yubicoOTP, .sent, .fido2, .agent: break
    }
  }
}
