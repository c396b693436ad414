import Foundation

/// What an authenticator makes of an otpauth URI, by oathtool: an implementation that is not ours.
enum OTPAuth {
  /// The Base32 key of the URI in a text.
  static func key(in text: String) -> String? {
    guard let start = text.range(of: "secret=")?.upperBound else { return nil }
    return String(text[start...].prefix { $0.isLetter || $0.isNumber })
  }

  /// The code of a time-based device.
  ///
  /// - Parameter later: how many seconds from now.
  static func code(
    _ key: String, later: Int = 0, hash: String = "sha1", options: [String] = []
  ) throws -> String {
    let time = Int(Date().timeIntervalSince1970) + later
    let result = try Command.run("/usr/bin/oathtool", ["--totp=\(hash)", "--base32", "--now=@\(time)"] + options + [key])
    return result.outputText.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// The code of an event-based device.
  static func code(_ key: String, counter: Int) throws -> String {
    let result = try Command.run("/usr/bin/oathtool", ["--hotp", "--base32", "--counter=\(counter)", key])
    return result.outputText.trimmingCharacters(in: .whitespacesAndNewlines)
  }

  /// A code of six digits that is none of the next or last few.
  static func wrongCode(_ key: String) throws -> String {
    let near = try Set((-6...6).map { try code(key, later: $0 * 30) })
    return (1...20).map { String(format: "%06d", $0 * 41_253) }.first { !near.contains($0) } ?? "000000"
  }
}
