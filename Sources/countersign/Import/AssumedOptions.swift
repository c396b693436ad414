import ArgumentParser
import Countersign
import ForeignFormats
import OATH
import Words

/// What holds for tokens of lists that do not say it.
struct AssumedOptions: ParsableArguments {
  /// Those of which a key and some numbers are all there is to know.
  enum Kind: String, CaseIterable, ExpressibleByArgument {
    case totp, hotp
  }

  @Option(help: .said("What tokens are of which a list does not say it.", valueName: "kind"))
  var type: Kind?

  @Option(help: .said("Their hash: sha1, sha256 or sha512; sha1 unless given.", valueName: "hash"))
  var algorithm: String?

  @Option(help: .said("Their digits; 6 unless given.", valueName: "count"))
  var digits: Int?

  @Option(help: .said("How long their codes last; 30 seconds unless given.", valueName: "s"))
  var period: UInt64?

  func validate() throws { _ = try defaults() }

  func defaults() throws -> ImportDefaults {
    var defaults = ImportDefaults()
    switch type {
    case .totp: defaults.type = .timeBased
    case .hotp: defaults.type = .eventBased
    case nil: break
    }
    if let algorithm {
      guard let known = HashAlgorithm(name: Array(algorithm.lowercased().utf8)) else {
        throw ValidationError(said("--algorithm takes sha1, sha256 or sha512."))
      }
      defaults.algorithm = known
    }
    if let digits {
      guard let count = DigitCount(digits) else { throw ValidationError(said("--digits takes 6 to 8.")) }
      defaults.digits = count
    }
    if let period {
      guard let step = TimeStepPeriod(seconds: period) else {
        throw ValidationError(said("--period takes 10 to 300 seconds."))
      }
      defaults.period = step
    }
    return defaults
  }
}
