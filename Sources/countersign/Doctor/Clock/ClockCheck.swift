import Countersign
import Words

/// Whether this machine's clock is right, by which codes are computed.
struct ClockCheck {
  /// What the programs say that keep it right; those that are not here say nothing.
  let sources: [ClockSource]
  /// What the kernel says: whether somebody keeps it right; `nil` where it does not tell.
  let kernel: Bool?
  /// Seconds since 1970.
  let now: UInt64
  /// The latest login or change that a user's state knows of, seconds since 1970; 0 for none.
  let latestEvent: UInt64
  /// How far the clocks of people's devices seem to be off, in seconds: above 0 when they are ahead of ours. Those that
  /// were used lately.
  let drifts: [Int64]

  /// With the usual window a code is accepted up to 30 seconds before and after its time.
  private static let worth: Double = 5
  private static let outside: Double = 25
  /// From how many devices on their drift says something about our own clock.
  private static let quorum = 3

  var findings: [Finding] { [synchronised, offset, setBack, devices].compactMap { $0 } }

  private var synchronised: Finding {
    if let source = sources.first(where: \.isSynchronised) {
      return .ok("clock-synchronised", "\(source.name) keeps the clock right")
    }
    if kernel == true { return .ok("clock-synchronised", "the kernel says that the clock is kept right") }
    if let source = sources.first {
      return .warn(
        "clock-synchronised", "\(source.name) has no server to set the clock by",
        cure: source.name == "chrony" ? "'chronyc sources' shows the servers it knows" : "'timedatectl' tells more")
    }
    return .warn(
      "clock-synchronised", "nothing keeps the clock right; codes are computed from it",
      cure: "install chrony, or turn systemd-timesyncd on: timedatectl set-ntp true")
  }

  private var offset: Finding? {
    guard let ahead = sources.compactMap(\.ahead).first else { return nil }
    let distance = abs(ahead)
    let shown = distance < 1 ? said("less than a second") : said("\(Int(distance.rounded())) s")
    guard distance >= ClockCheck.worth else { return .ok("clock-offset", "the clock is right to \(shown)") }
    let cure: Message =
      sources.contains { $0.name == "chrony" } ? "chronyc makestep sets it" : "set it, and find out why"
    guard distance >= ClockCheck.outside else {
      return .warn(
        "clock-offset", ahead > 0 ? "the clock is \(shown) fast" : "the clock is \(shown) slow", cure: cure)
    }
    return .fail(
      "clock-offset",
      ahead > 0
        ? "the clock is \(shown) fast: codes are refused as too old or too new"
        : "the clock is \(shown) slow: codes are refused as too old or too new", cure: cure)
  }

  private var setBack: Finding? {
    guard latestEvent > now, latestEvent - now >= 60 else { return nil }
    return .fail(
      "clock-set-back",
      "the clock is \(TimeText.duration(latestEvent - now)) behind the last login: codes used since count as used",
      cure: "set it right; 'timedatectl' shows what it says")
  }

  /// One device that is off has a bad clock; when most of them are off in the same direction, it is ours.
  private var devices: Finding? {
    guard drifts.count >= ClockCheck.quorum else { return nil }
    let sorted = drifts.sorted()
    let middle = sorted[sorted.count / 2]
    let agreeing = drifts.count { middle > 0 ? $0 > 0 : $0 < 0 }
    guard abs(middle) >= 30, agreeing * 5 >= drifts.count * 4 else {
      return .ok("clock-devices", "people's devices agree with the clock")
    }
    return .warn(
      "clock-devices",
      middle > 0
        ? "\(agreeing) of \(drifts.count) devices say that this clock is \(middle) s slow"
        : "\(agreeing) of \(drifts.count) devices say that this clock is \(abs(middle)) s fast",
      cure: "compare it with another clock; the devices follow when it is set right")
  }
}
