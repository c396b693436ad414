import ArgumentParser
import Countersign
import Words

/// What is asked of a security key, and for what name its credential is made.
struct SecurityKeyOptions: ParsableArguments {
  @Flag(help: .said("Ask for the key's PIN, or its finger, at each login."))
  var pin = false

  @Flag(help: .said("Ask for no touch: whoever has the key plugged in is let in."))
  var noTouch = false

  @Flag(help: .said("Keep the credential in the key itself; it has room for some."))
  var resident = false

  @Option(
    help: .said(
      "What the credential is made for; pam:// and this machine's name unless given.", valueName: "name"))
  var relyingParty: String?

  /// Whether any is there.
  var isGiven: Bool { pin || noTouch || resident || relyingParty != nil }

  var demands: SecurityKeyDemands {
    var demands: SecurityKeyDemands = noTouch ? [] : .touch
    if pin { demands.insert(.verification) }
    if resident { demands.insert(.resident) }
    return demands
  }

  /// As it is stored with the credential.
  var party: [UInt8] { relyingParty.map { Array($0.utf8) } ?? Array("pam://".utf8) + Host.name }

  func validate() throws {
    guard SecurityKeyParameters(algorithm: .es256, relyingParty: party, demands: demands) != nil else {
      throw ValidationError(
        said("--relying-party takes up to 256 visible ASCII characters, such as pam://example.org."))
    }
  }
}
