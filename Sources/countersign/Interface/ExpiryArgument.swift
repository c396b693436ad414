import ArgumentParser
import Countersign
import Words

/// When something ends, on the command line: a point of time such as `2027-02-01`, or from now on such as `90d`.
struct ExpiryArgument: ExpressibleByArgument {
  private enum Meaning {
    case at(UInt64)
    case within(UInt64)
  }

  private let meaning: Meaning

  init?(argument: String) {
    if let duration = DurationArgument(argument: argument) {
      meaning = .within(duration.seconds)
    } else if let time = TimeArgument(argument: argument) {
      meaning = .at(time.seconds)
    } else {
      return nil
    }
  }

  /// Seconds since 1970.
  ///
  /// - Throws: when it is not in the future.
  func seconds(now: UInt64) throws(Complaint) -> UInt64 {
    switch meaning {
    case .within(let seconds):
      let (end, overflow) = now.addingReportingOverflow(seconds)
      return overflow ? .max : end
    case .at(let seconds):
      guard seconds > now else {
        throw Complaint(
          "it would end before it begins: \(TimeText.minute(seconds)) is over",
          hint: "give a time to come, or use countersign disable-device")
      }
      return seconds
    }
  }
}
