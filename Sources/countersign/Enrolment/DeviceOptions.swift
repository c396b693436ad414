import ArgumentParser
import Countersign
import OATH

/// What kind of device is enrolled, and how it is called.
struct DeviceOptions: ParsableArguments {
  enum Kind: String, CaseIterable, ExpressibleByArgument {
    case totp, hotp
  }

  @Option(help: ArgumentHelp("Time-based (totp) or event-based (hotp) codes.", valueName: "kind"))
  var type = Kind.totp

  @Option(help: ArgumentHelp("The hash: sha1, sha256 or sha512.", valueName: "hash"))
  var algorithm = "sha1"

  @Option(help: ArgumentHelp("Digits in a code, 6 to 8.", valueName: "count"))
  var digits = 6

  @Option(help: ArgumentHelp("How long a time-based code lasts: 10 to 300 seconds; 30 unless given.", valueName: "s"))
  var period: UInt64?

  @Option(
    help: ArgumentHelp("Time steps accepted before and after now: 0 to 10; 1 unless given.", valueName: "n"))
  var window: UInt32?

  @Option(help: ArgumentHelp("The counter that an event-based device begins with; 0 unless given.", valueName: "n"))
  var counter: UInt64?

  @Option(
    help: ArgumentHelp("Event-based codes that may be skipped: 0 to 100; 10 unless given.", valueName: "n"))
  var lookAhead: UInt32?

  @Option(help: "What to call the device; phone or token unless given.")
  var name: String?

  func validate() throws {
    _ = try kind()
    if let name, DeviceName(Array(name.utf8)) == nil { throw ValidationError(DeviceName.rule) }
  }

  /// The kind with its parameters.
  func kind() throws -> DeviceKind {
    guard let algorithm = HashAlgorithm(name: Array(algorithm.lowercased().utf8)) else {
      throw ValidationError("--algorithm takes sha1, sha256 or sha512.")
    }
    guard let digits = DigitCount(digits) else { throw ValidationError("--digits takes 6 to 8.") }
    return switch type {
    case .totp: try timeBased(algorithm, digits)
    case .hotp: try eventBased(algorithm, digits)
    }
  }

  private func timeBased(_ algorithm: HashAlgorithm, _ digits: DigitCount) throws -> DeviceKind {
    guard counter == nil, lookAhead == nil else {
      throw ValidationError("--counter and --look-ahead are for --type hotp.")
    }
    guard let period = period.map({ TimeStepPeriod(seconds: $0) }) ?? .thirtySeconds else {
      throw ValidationError("--period takes 10 to 300 seconds.")
    }
    guard
      let parameters = TOTPParameters(
        algorithm: algorithm, digits: digits, period: period, window: window ?? TOTPParameters.defaultWindow)
    else { throw ValidationError("--window takes 0 to 10.") }
    return .totp(parameters)
  }

  private func eventBased(_ algorithm: HashAlgorithm, _ digits: DigitCount) throws -> DeviceKind {
    guard period == nil, window == nil else { throw ValidationError("--period and --window are for --type totp.") }
    guard
      let parameters = HOTPParameters(
        algorithm: algorithm, digits: digits, lookAhead: lookAhead ?? HOTPParameters.defaultLookAhead)
    else { throw ValidationError("--look-ahead takes 0 to 100.") }
    return .hotp(parameters)
  }

  /// The name for a new device of a user: the one given, or the usual one, with a number if it is taken.
  ///
  /// - Returns: `nil` when a given name is taken.
  func freeName(beside devices: [Device]) -> DeviceName? {
    func isFree(_ name: DeviceName) -> Bool { !devices.contains { $0.name == name } }
    if let name { return DeviceName(Array(name.utf8)).flatMap { isFree($0) ? $0 : nil } }
    let usual = type == .totp ? "phone" : "token"
    let numbered = (2...UserRecord.mostDevices + 1).map { "\(usual)-\($0)" }
    return ([usual] + numbered).lazy.compactMap { DeviceName(Array($0.utf8)) }.first(where: isFree)
  }
}
