import ArgumentParser
import Countersign

/// A point of time on the command line: `2027-02-01`, `2027-02-01 08:30`, `2027-02-01T08:30:00`, by the clock on the
/// wall of this machine, or with `Z` at the end by UTC.
struct TimeArgument: ExpressibleByArgument {
  /// Since 1970.
  let seconds: UInt64

  init?(argument: String) {
    let isUniversal = argument.hasSuffix("Z")
    let parts = argument.dropLast(isUniversal ? 1 : 0).split(
      maxSplits: 1, omittingEmptySubsequences: false) { $0 == "T" || $0 == " " }
    guard let date = parts.first.flatMap({ PolicyDate(Array($0.utf8)[...]) }),
      let time = parts.count == 2 ? TimeArgument.time(parts[1]) : 0
    else { return nil }
    let wall = date.daysSince1970 * 86_400 + time
    guard let seconds = isUniversal ? UInt64(exactly: wall) : TimeArgument.seconds(wall: wall) else { return nil }
    self.seconds = seconds
  }

  /// Seconds since midnight, of `HH:MM` or `HH:MM:SS`.
  private static func time(_ text: Substring) -> Int64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { part in
      part.count == 2 && part.allSatisfy { $0.isASCII && $0.isNumber } ? Int64(part) : nil
    }
    guard (2...3).contains(parts.count), let hour = parts[0], let minute = parts[1], hour < 24, minute < 60 else {
      return nil
    }
    guard parts.count == 3 else { return hour * 3_600 + minute * 60 }
    guard let second = parts[2], second < 60 else { return nil }
    return hour * 3_600 + minute * 60 + second
  }

  /// The time at which the clock on the wall shows this; one that it never shows, in the hour that summer time leaves
  /// out, is the time an hour later.
  private static func seconds(wall: Int64) -> UInt64? {
    var guess = wall
    for _ in 0..<2 {
      guard let now = UInt64(exactly: guess), let moment = try? LocalTime.moment(at: now) else { return nil }
      let shown = moment.date.daysSince1970 * 86_400 + Int64(moment.minute) * 60 + guess % 60
      guess += wall - shown
    }
    return UInt64(exactly: guess)
  }
}
