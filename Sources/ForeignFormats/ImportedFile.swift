import Countersign
import Words

/// What a reader found in a file: devices, and what there is to say of everything else.
public struct ImportedFile {
  public private(set) var tokens: [ImportedToken] = []
  public private(set) var findings: [ImportFinding] = []

  /// In bytes. google-authenticator made secrets of 80 bits for years; what is shorter is no secret.
  static let leastSecret = 10
  /// In bits: NIST SP 800-63B 3.1.4.1, and RFC 4226 section 4.
  private static let demanded = 112, recommended = 128
  /// In bytes; what a record has room for.
  static let longestSecret = 128

  public init() {}

  /// Takes a device, unless its secret is too short or too long for one.
  public mutating func take(_ token: ImportedToken) {
    let count = token.secret.secret.count
    let bits = count * 8
    guard count >= ImportedFile.leastSecret else {
      return refuse(
        token.place, "the secret has \(bits) bits, and at least \(ImportedFile.leastSecret * 8) are needed",
        hint: "countersign enroll makes a new one")
    }
    guard count <= ImportedFile.longestSecret else {
      return refuse(
        token.place, "the secret has \(bits) bits, and at most \(ImportedFile.longestSecret * 8) can be stored",
        hint: "countersign enroll makes a new one")
    }
    if bits < ImportedFile.demanded {
      token.remarks.append(said("the secret is weak: it has \(bits) bits, and NIST SP 800-63B asks for 112 or more"))
    } else if bits < ImportedFile.recommended {
      token.remarks.append(said("the secret has \(bits) bits, and RFC 4226 asks for 128 or more"))
    }
    tokens.append(token)
  }

  /// Takes a security key, whose credential has a length of its own.
  mutating func take(key token: ImportedToken) { tokens.append(token) }

  /// Says why something is not taken.
  public mutating func refuse(_ place: ImportPlace, _ reason: Message, hint: Message) {
    refuse(place, verbatim: reason.text, hint: hint.text)
  }

  /// The same with what is said already.
  mutating func refuse(_ place: ImportPlace, verbatim reason: String, hint: String) {
    findings.append(ImportFinding(place, .refused(reason, hint: hint)))
  }

  /// Says what has to be known of something that belongs to no device.
  public mutating func remark(_ place: ImportPlace, _ remark: Message) {
    findings.append(ImportFinding(place, .changed(remark.text)))
  }

  /// Says that something is for another kind of factor.
  public mutating func keep(_ place: ImportPlace, _ reason: Message) {
    findings.append(ImportFinding(place, .kept(reason.text)))
  }
}
