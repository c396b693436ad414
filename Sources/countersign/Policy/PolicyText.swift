/// Values as the policy file writes them.
enum PolicyText {
  /// `1d12h`.
  static func duration(_ seconds: UInt64) -> String {
    var rest = seconds
    var text = ""
    for (unit, letter) in [(86_400, "d"), (3_600, "h"), (60, "m"), (1, "s")] as [(UInt64, String)] where rest >= unit {
      text += "\(rest / unit)\(letter)"
      rest %= unit
    }
    return text
  }
}
