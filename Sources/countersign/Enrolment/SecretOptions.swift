import ArgumentParser
import Words

/// Where the secret comes from.
struct SecretOptions: ParsableArguments {
  @Flag(help: .said("Read the secret from standard input, one line of Base32, instead of making one."))
  var secretStdin = false

  @Flag(help: .said("The secret on standard input is hexadecimal."))
  var hex = false

  func validate() throws {
    guard !hex || secretStdin else { throw ValidationError(said("--hex is for --secret-stdin.")) }
  }

  var source: SecretSource {
    guard secretStdin else { return .random }
    return .typed(hex ? .hexadecimal : .base32)
  }
}
