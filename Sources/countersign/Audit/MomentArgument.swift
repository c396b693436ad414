import ArgumentParser
import Countersign

/// A moment on the command line: `2026-11-25`, `2026-11-25T10:00`, in local time, or how long ago it is: `4h`, `2d`.
struct MomentArgument: ExpressibleByArgument {
  private enum Meaning {
    /// What a clock in UTC would show, in seconds since 1970.
    case clock(UInt64)
    case ago(UInt64)
  }

  private let meaning: Meaning

  init?(argument: String) {
    let text = Array(argument.utf8)
    let day = Array("T00:00:00Z".utf8)
    let ends: [Int: [UInt8]] = [10: day, 16: Array(day[6...]), 19: Array(day[9...])]
    if let end = ends[text.count], let seconds = UniversalTime.seconds((text + end)[...]) {
      meaning = .clock(seconds)
    } else if let seconds = PolicyDuration.seconds(text[...]) {
      meaning = .ago(seconds)
    } else {
      return nil
    }
  }

  /// Seconds since 1970.
  func seconds(now: UInt64) -> UInt64 {
    switch meaning {
    case .ago(let seconds): return now > seconds ? now - seconds : 0
    case .clock(let shown):
      // How far local time is from UTC depends on the moment, which is found in two steps.
      let near = MomentArgument.moment(shown, like: shown)
      return MomentArgument.moment(shown, like: near)
    }
  }

  private static func moment(_ shown: UInt64, like other: UInt64) -> UInt64 {
    let east = CalendarTime(other, in: .local)?.east ?? 0
    let moment = Int64(clamping: shown) - Int64(east)
    return moment > 0 ? UInt64(moment) : 0
  }
}
