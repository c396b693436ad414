import ArgumentParser
import Countersign
import OATH
import Words

/// Enrols a device of a user.
struct EnrollCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "enroll",
    abstract: said("Enrol a device of a user: show its QR code, check its first code, store it."),
    discussion: said("""
      A secret is made and shown as a QR code and as a key to type. When the first code of the device is right, the \
      device is stored, and with the first device of a user ten recovery codes, which are shown once. Until then \
      nothing is stored, whatever happens.

      In scripts: --quiet prints nothing but what --show-uri, --qr and --recovery-codes ask for, and makes recovery \
      codes only with the latter; countersign qr shows the secret again. With --secret-stdin the first line of \
      standard input is the secret, and the next one the code, unless --no-confirm is given.

      For a key that types Yubico OTPs nothing is made: it is asked for the secret key and the private identity that \
      it was programmed with, in hexadecimal (with --secret-stdin the first two lines), and for one touch of the key. \
      For a token that answers challenges it is asked for the token's key and, if the suite has one, its PIN (with \
      --secret-stdin the first lines); then for the answer to a challenge.

      For codes that this machine sends nothing is shown: a code is sent to the address, and it is asked for the code.

      A security key (--type fido2) is plugged in and touched twice: once to make a credential, and once to prove that \
      it works. The name that it is made for is kept with it: another name of this machine later changes nothing.

      Of a security key in the user's SSH agent (--type agent) only the public key is needed: --public-key. Nothing is \
      asked; a login has the key sign, and demands a touch.
      """))

  @Argument(help: .said("The user."))
  var user: String

  @OptionGroup(title: said("The device")) var device: DeviceOptions

  @OptionGroup(title: said("A security key")) var securityKey: SecurityKeyOptions

  @OptionGroup(title: said("The secret")) var origin: SecretOptions

  @OptionGroup(title: said("Showing it")) var display: DisplayOptions

  @Flag(help: .said("Ask for no code; the device is stored untried."))
  var noConfirm = false

  @Flag(name: .customLong("recovery-codes"), inversion: .prefixedNo, help: .said(
    "Make ten recovery codes; usual with a user's first device, unless --quiet or --json is given."))
  var recoveryCodes: Bool?

  @Option(help: .said("The user's language at logins from now on; that of the policy unless given, now or before."))
  var language: LanguageArgument?

  @Flag(name: .shortAndLong, help: .said("Print only what other options ask for."))
  var quiet = false

  @Flag(help: .said("Print JSON without anything secret."))
  var json = false

  @OptionGroup var store: UserStoreOptions

  func validate() throws {
    if device.type == .yubicoOTP || device.type == .ocra { try validateToken() }
    if device.type == .sent { try validateSent() }
    try validateSecurityKey()
    if device.type == .agent { try validateAgent() }
    guard !json || (!display.showURI && display.qr == nil && recoveryCodes != true) else {
      throw ValidationError(
        said("--json prints nothing secret: it does not go with --show-uri, --qr and --recovery-codes."))
    }
  }

  private func validateSent() throws {
    try validateNoPicture()
    guard !origin.secretStdin, !origin.hex else {
      throw ValidationError(
        said("The secret of sent codes is made here and never leaves: --secret-stdin and --hex are not for it."))
    }
  }

  private func validateSecurityKey() throws {
    guard device.type == .fido2 else {
      guard !securityKey.isGiven else {
        throw ValidationError(said("--pin, --no-touch, --resident and --relying-party are for --type fido2."))
      }
      return
    }
    try validateNoPicture()
    guard !origin.secretStdin, !origin.hex, !noConfirm else {
      throw ValidationError(
        said(
          "A security key makes its own secret and proves it: --secret-stdin, --hex and --no-confirm are not for it."))
    }
  }

  private func validateAgent() throws {
    try validateNoPicture()
    guard !origin.secretStdin, !origin.hex else {
      throw ValidationError(said("A security key keeps its secret: --secret-stdin and --hex are not for it."))
    }
  }

  private func validateNoPicture() throws {
    guard !display.showURI, !display.qrInvert, display.qr == nil, display.qrFile == nil, display.issuer == nil else {
      throw ValidationError(
        said(
          "There is no QR code: --qr, --qr-invert, --qr-file, --show-uri and --issuer are for --type totp and hotp."))
    }
  }

  private func validateToken() throws {
    try validateNoPicture()
    guard !noConfirm || device.publicId != nil || device.type == .ocra else {
      throw ValidationError(said("With --no-confirm there is no touch to learn from: give --public-id."))
    }
    guard noConfirm || device.type != .ocra || StandardStream.input.isTerminal else {
      throw ValidationError(said("In scripts give --no-confirm: nobody is there to put the challenge into the token."))
    }
    guard origin.secretStdin || StandardStream.input.isTerminal else {
      throw ValidationError(
        said("In scripts give --secret-stdin: what the device was programmed with is read from there."))
    }
  }

  func run() throws {
    let workplace = try Workplace(store)
    let enrolment = try EnrolmentPlan(self, workplace)
    let dialogue = try Dialogue(consequence: "nothing was stored")
    try enrolment.carryOut(workplace, dialogue)
  }
}
