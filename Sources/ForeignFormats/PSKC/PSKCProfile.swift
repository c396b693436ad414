import Countersign

/// What a key is for: the `Algorithm` of RFC 6030 section 10, and the profiles registered since.
enum PSKCProfile: Equatable {
  case hotp, totp, ocra
  /// The PIN of another key, which the token's server would check.
  case pin
  /// One that is not known here.
  case other([UInt8])

  /// Before the name; the second and third are spellings of drafts that are still written.
  private static let beginnings: [StaticString] = [
    "urn:ietf:params:xml:ns:keyprov:pskc:", "urn:ietf:params:xml:ns:keyprov:pskc#",
    "http://www.ietf.org/keyprov/pskc#",
  ]

  /// - Parameter name: the URI; the name at its end in letters of either case.
  init(_ name: [UInt8]) {
    guard let beginning = PSKCProfile.beginnings.first(where: { name.starts(with: $0) }) else {
      self = .other(name)
      return
    }
    switch String(decoding: name.dropFirst(beginning.utf8CodeUnitCount), as: UTF8.self).lowercased() {
    case "hotp": self = .hotp
    case "totp": self = .totp
    case "ocra": self = .ocra
    case "pin": self = .pin
    default: self = .other(name)
    }
  }
}
