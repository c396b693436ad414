import Countersign
import OATH
import Words

/// How a device's clock stands against ours.
enum ClockText {
  /// In seconds that it is ahead (negative: behind); `nil` for a device without a clock.
  static func drift(_ kind: DeviceKind, steps: Int32) -> Int64? {
    guard case .totp(let parameters) = kind else { return nil }
    return Int64(steps).multipliedReportingOverflow(by: Int64(clamping: parameters.period.seconds)).partialValue
  }

  /// `runs 60 s slow`; `nil` for a device without a clock, and where both clocks agree.
  static func of(_ kind: DeviceKind, steps: Int32) -> String? {
    drift(kind, steps: steps).flatMap { $0 == 0 ? nil : runs($0) }
  }

  /// `runs 60 s slow`, of seconds ahead.
  private static func runs(_ drift: Int64) -> String {
    let distance = TimeText.duration(drift.magnitude)
    return drift > 0 ? said("runs \(distance) fast") : said("runs \(distance) slow")
  }
}
