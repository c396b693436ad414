import ArgumentParser
import Countersign
import Words

/// How a hardware token is given to somebody.
struct AssignmentOptions: ParsableArguments {
  @Option(help: .said("What to call the device; the serial number unless given."))
  var name: String?

  @Flag(help: .said("Ask for no code; the token is given untried."))
  var noConfirm = false

  @Flag(name: .customLong("recovery-codes"), inversion: .prefixedNo, help: .said(
    "Make ten recovery codes; usual with a user's first device, unless --quiet is given."))
  var recoveryCodes: Bool?

  @Flag(name: .shortAndLong, help: .said("Print only what other options ask for."))
  var quiet = false

  func validate() throws {
    if let name, DeviceName(Array(name.utf8)) == nil { throw ValidationError(DeviceName.rule) }
  }
}
