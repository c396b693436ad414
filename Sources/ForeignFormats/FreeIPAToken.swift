import Countersign
import OATH
import Words

/// A token of FreeIPA: all about it in one entry.
struct FreeIPAToken {
  private let kind: DeviceKind
  private let secret: SharedSecret
  private let owner: [UInt8]?
  private let serial: [UInt8]?
  private let nextMovingFactor: UInt64
  private let drift: Int32
  private let expires: UInt64?

  init(_ entry: LDIFEntry, _ text: Span<UInt8>, _ context: ImportContext) throws(ImportRefusal) {
    guard entry.string("ipatokenDisabled", text)?.uppercased() != "TRUE" else {
      throw ImportRefusal("the token is disabled there", hint: "enable it, or leave it behind")
    }
    try FreeIPAToken.requireBegun(entry, text, context.now)
    expires = try FreeIPAToken.end(entry, text, context.now)
    guard let secret = try entry.secret("ipatokenOTPkey", text) else {
      throw ImportRefusal("it has no key", hint: "export it as the directory manager")
    }
    self.secret = secret
    owner = entry.string("ipatokenOwner", text).flatMap(LDIFName.user)
    serial = entry.string("ipatokenSerial", text).map { Array($0.utf8) }
    let algorithm = try ForeignKind.algorithm(Array((entry.string("ipatokenOTPalgorithm", text) ?? "sha1").utf8))
    let digits = try ForeignKind.digits(try LDIFReader.number("ipatokenOTPdigits", entry, text) ?? 6)
    if entry.isOf("ipatokenHOTP", text) || entry.attributes["ipatokenhotpcounter"] != nil {
      kind = try ForeignKind.eventBased(algorithm, digits)
      nextMovingFactor = try LDIFReader.number("ipatokenHOTPcounter", entry, text) ?? 0
      drift = 0
    } else {
      let period = try LDIFReader.number("ipatokenTOTPtimeStep", entry, text) ?? 30
      kind = try ForeignKind.timeBased(algorithm, digits, period: period)
      // FreeIPA keeps the next step that may be accepted, as we do.
      nextMovingFactor = try LDIFReader.number("ipatokenTOTPwatermark", entry, text) ?? 0
      let offset = try LDIFReader.signed("ipatokenTOTPclockOffset", entry, text) ?? 0
      drift = try LDIFReader.drift(offset / Int64(clamping: max(period, 1)))
    }
  }

  func token(at place: ImportPlace) -> ImportedToken {
    let token = ImportedToken(place, kind: kind, secret: secret, owner: owner)
    token.serial = serial
    token.nextMovingFactor = nextMovingFactor
    token.drift = drift
    token.expires = expires
    return token
  }

  private static func requireBegun(
    _ entry: LDIFEntry, _ text: Span<UInt8>, _ now: UInt64
  ) throws(ImportRefusal) {
    guard let start = entry.string("ipatokenNotBefore", text) else { return }
    guard let seconds = seconds(start), seconds <= now else {
      throw ImportRefusal("the token is not valid yet", hint: "import it when it is")
    }
  }

  private static func end(_ entry: LDIFEntry, _ text: Span<UInt8>, _ now: UInt64) throws(ImportRefusal) -> UInt64? {
    guard let end = entry.string("ipatokenNotAfter", text) else { return nil }
    guard let seconds = seconds(end) else {
      throw ImportRefusal("its ipatokenNotAfter is no time", hint: "export it again")
    }
    guard now < seconds else {
      throw ImportRefusal("the token is no longer valid", hint: "countersign enroll gives the user another device")
    }
    return seconds
  }

  /// A time as directories write it: `20301231235959Z`.
  private static func seconds(_ text: String) -> UInt64? {
    let digits = Array(text.utf8)
    guard digits.count == 15, digits.last == UInt8(ascii: "Z") else { return nil }
    let marks: [Int: UInt8] = [
      4: UInt8(ascii: "-"), 6: UInt8(ascii: "-"), 8: UInt8(ascii: "T"), 10: UInt8(ascii: ":"), 12: UInt8(ascii: ":"),
    ]
    var spelled: [UInt8] = []
    for (index, digit) in digits.enumerated() {
      if let mark = marks[index] { spelled.append(mark) }
      spelled.append(digit)
    }
    return UniversalTime.seconds(spelled[...])
  }
}
