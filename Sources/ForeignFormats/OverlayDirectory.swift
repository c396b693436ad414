import Countersign
import OATH
import Words

/// The entries of `slapo-otp`: users point to tokens, and tokens to parameters; all three may be one entry.
struct OverlayDirectory {
  private let context: ImportContext
  private var byName: [String: LDIFEntry] = [:]
  /// The users of a token, by its name.
  private var owners: [String: [[UInt8]]] = [:]

  private static let hashes: [String: HashAlgorithm] = [
    "1.2.840.113549.2.7": .sha1, "1.2.840.113549.2.9": .sha256, "1.2.840.113549.2.11": .sha512,
  ]

  init(_ entries: [LDIFEntry], _ text: Span<UInt8>, _ context: ImportContext) {
    self.context = context
    for entry in entries {
      guard let name = entry.string("dn", text) else { continue }
      byName[LDIFName.plain(name)] = entry
      let user = entry.string("uid", text).map { Array($0.utf8) } ?? LDIFName.user(name)
      guard let user else { continue }
      for token in entry.strings("oathTOTPToken", text) + entry.strings("oathHOTPToken", text) {
        owners[LDIFName.plain(token), default: []].append(user)
      }
    }
  }

  /// Reads the token of an entry, once for each of its users.
  func read(_ entry: LDIFEntry, _ text: Span<UInt8>, into file: inout ImportedFile) {
    let place = context.place(entry.line)
    let name = LDIFName.plain(entry.string("dn", text) ?? "")
    let users: [[UInt8]?] = owners[name] ?? [nil]
    for user in users {
      do throws(ImportRefusal) {
        let token = try token(entry, text, at: place)
        token.owner = user
        token.serial = entry.string("oathTokenSerialNumber", text).map { Array($0.utf8) }
        if entry.attributes["oathtokenpin"] != nil {
          token.remarks.append(said("its PIN is left out: PAM asks for a password on its own line"))
        }
        file.take(token)
      } catch {
        file.refuse(place, verbatim: error.reason, hint: error.hint)
      }
    }
    if users.count > 1 { file.remark(place, "the token has \(users.count) users, and each gets it") }
  }

  private func token(
    _ entry: LDIFEntry, _ text: Span<UInt8>, at place: ImportPlace
  ) throws(ImportRefusal) -> ImportedToken {
    let isEventBased = entry.isOf("oathHOTPToken", text) || entry.attributes["oathhotpcounter"] != nil
    let pointer = entry.string(isEventBased ? "oathHOTPParams" : "oathTOTPParams", text)
    let parameters = pointer.flatMap { byName[LDIFName.plain($0)] } ?? entry
    guard parameters.attributes["oathotplength"] != nil else {
      throw ImportRefusal(
        "its parameters are not in the file", hint: "export the entry that oathHOTPParams or oathTOTPParams names, too")
    }
    guard let secret = try entry.secret("oathSecret", text) else {
      throw ImportRefusal("it has no secret", hint: "export the entry with oathSecret")
    }
    let digits = try ForeignKind.digits(try LDIFReader.number("oathOTPLength", parameters, text) ?? 6)
    let algorithm = try algorithm(parameters, text)
    guard isEventBased else { return try timeBased(entry, parameters, text, algorithm, digits, secret, place) }
    let lookAhead = try LDIFReader.number("oathHOTPLookAhead", parameters, text) ?? 1
    let kind = try ForeignKind.eventBased(algorithm, digits, lookAhead: UInt32(clamping: lookAhead))
    let token = ImportedToken(place, kind: kind, secret: secret)
    // The overlay keeps the last one that was redeemed.
    if let last = try LDIFReader.signed("oathHOTPCounter", entry, text) {
      token.nextMovingFactor = UInt64(clamping: last.addingReportingOverflow(1).partialValue)
    }
    return token
  }

  private func timeBased(
    _ entry: LDIFEntry, _ parameters: LDIFEntry, _ text: Span<UInt8>, _ algorithm: HashAlgorithm, _ digits: DigitCount,
    _ secret: SharedSecret, _ place: ImportPlace
  ) throws(ImportRefusal) -> ImportedToken {
    let window = try LDIFReader.number("oathTOTPTimeStepWindow", parameters, text) ?? 1
    let period = try LDIFReader.number("oathTOTPTimeStepPeriod", parameters, text) ?? 30
    let kind = try ForeignKind.timeBased(algorithm, digits, period: period, window: UInt32(clamping: window))
    let token = ImportedToken(place, kind: kind, secret: secret)
    if window > 1 { token.remarks.append(said("the window is wide: codes count \(window) steps early or late")) }
    if let last = try LDIFReader.number("oathTOTPLastTimeStep", entry, text) {
      let (next, overflow) = last.addingReportingOverflow(1)
      guard !overflow else {
        throw ImportRefusal("its oathTOTPLastTimeStep is the last there is", hint: "look at the clock of the directory")
      }
      token.nextMovingFactor = next
    }
    let own = try LDIFReader.signed("oathTOTPTimeStepDrift", entry, text)
    let common = try LDIFReader.signed("oathTOTPTimeStepDrift", parameters, text)
    token.drift = try LDIFReader.drift(own ?? common ?? 0)
    return token
  }

  private func algorithm(_ parameters: LDIFEntry, _ text: Span<UInt8>) throws(ImportRefusal) -> HashAlgorithm {
    guard let number = parameters.string("oathHMACAlgorithm", text) else { return .sha1 }
    guard let algorithm = OverlayDirectory.hashes[number] else {
      throw ImportRefusal("its hash is not supported", hint: "sha1, sha256 and sha512 are")
    }
    return algorithm
  }
}
