import CDirectory
import Countersign

/// The entry above all users.
struct SiteEntry: Equatable {
  /// By what the one provider is known that takes codes.
  let deciders: [[UInt8]]
  /// Seconds since 1970, or 0.
  let takeover: UInt64

  private static let format = Array("1".utf8)

  /// - Throws: `.noBase` for an entry of another version, `.malformed` for values that are none.
  init(_ values: EntryValues) throws(DirectoryFault) {
    guard values.one(.format) == SiteEntry.format else { throw .noBase }
    deciders = values.all(.decider)
    guard let time = values.all(.takeover).first else {
      takeover = 0
      return
    }
    guard let seconds = SiteEntry.seconds(time) else { throw .malformed }
    takeover = seconds
  }

  /// A time as directories write it, in UTC: `20261126115300Z`, possibly with a fraction.
  static func seconds(_ text: [UInt8]) -> UInt64? {
    guard text.last == UInt8(ascii: "Z"), text.count >= 15 else { return nil }
    let digits = text.prefix(14)
    let fraction = text.dropFirst(14).dropLast()
    guard fraction.isEmpty || fraction.first == UInt8(ascii: "."), fraction.count != 1,
      (digits + fraction.dropFirst()).allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) })
    else { return nil }
    let marks: [Int: String] = [4: "-", 6: "-", 8: "T", 10: ":", 12: ":"]
    var spelled: [UInt8] = []
    for (index, digit) in digits.enumerated() {
      if let mark = marks[index] { spelled += Array(mark.utf8) }
      spelled.append(digit)
    }
    return UniversalTime.seconds((spelled + Array("Z".utf8))[...])
  }
}
