import Words

/// What a program that keeps the clock right says about it.
struct ClockSource: Equatable {
  /// `chrony`, `systemd-timesyncd`, `ntpd`.
  let name: String
  let isSynchronised: Bool
  /// By how many seconds this machine's clock is ahead; `nil` where that is not told.
  let ahead: Double?

  /// - Parameter text: what `chronyc -n tracking` prints.
  init?(chrony text: String) {
    let fields = ClockSource.fields(text, ":")
    guard let leap = fields["Leap status"] else { return nil }
    name = "chrony"
    isSynchronised = leap != "Not synchronised"
    // "0.000012345 seconds slow of NTP time"
    let words = (fields["System time"] ?? "").split(separator: " ")
    let seconds = words.first.flatMap { Double($0) }
    ahead = isSynchronised ? seconds.map { words.contains("slow") ? -$0 : $0 } : nil
  }

  /// - Parameter text: what `timedatectl show` prints; it does not tell by how much the clock is off.
  init?(timedatectl text: String) {
    let fields = ClockSource.fields(text, "=")
    guard let synchronised = fields["NTPSynchronized"] else { return nil }
    name = fields["NTP"] == "yes" ? "systemd-timesyncd" : "timedatectl"
    isSynchronised = synchronised == "yes"
    ahead = nil
  }

  /// - Parameter text: what `ntpq -c rv` prints: `offset` is what must be added to our clock, in milliseconds.
  init?(ntpq text: String) {
    let words = text.split { $0 == "," || $0 == "\n" || $0 == " " }
    func value(_ key: String) -> Substring? {
      words.first { $0.hasPrefix("\(key)=") }.map { $0.dropFirst(key.count + 1) }
    }
    guard let stratum = value("stratum") else { return nil }
    name = "ntpd"
    isSynchronised = stratum != "16"
    ahead = isSynchronised ? value("offset").flatMap { Double($0) }.map { -$0 / 1_000 } : nil
  }

  init(name: String, isSynchronised: Bool, ahead: Double?) {
    self.name = name
    self.isSynchronised = isSynchronised
    self.ahead = ahead
  }

  private static func fields(_ text: String, _ separator: Character) -> [String: String] {
    var fields: [String: String] = [:]
    for line in text.split(whereSeparator: \.isNewline) {
      let parts = line.split(separator: separator, maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2 else { continue }
      fields[trimmed(parts[0])] = trimmed(parts[1])
    }
    return fields
  }

  private static func trimmed(_ text: Substring) -> String {
    var rest = text.drop { $0 == " " }
    while rest.last == " " { rest = rest.dropLast() }
    return String(rest)
  }
}
