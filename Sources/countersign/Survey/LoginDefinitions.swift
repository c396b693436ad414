import Countersign

/// Which user IDs are people's, as `login.defs(5)` says.
struct LoginDefinitions: Equatable {
  private(set) var people: ClosedRange<UInt32> = 1_000...60_000

  private static let place = FilePath("/etc/login.defs")
  /// The file as it comes has about 10 kB.
  private static let largestSize: UInt64 = 1_048_576

  /// - Parameter text: the content of `/etc/login.defs`; what it does not say, and what makes no sense, is as usual.
  init(_ text: String) {
    var (least, greatest) = (people.lowerBound, people.upperBound)
    for line in text.split(separator: "\n") {
      let words = line.split { $0 == " " || $0 == "\t" }
      guard words.count >= 2, let number = UInt32(words[1]) else { continue }
      if words[0] == "UID_MIN" { least = number }
      if words[0] == "UID_MAX" { greatest = number }
    }
    if least <= greatest { people = least...greatest }
  }

  /// Those of this machine; the usual ones where the file is missing or cannot be read.
  static var ofHost: LoginDefinitions {
    guard let file = try? FileDescriptor.open(place, .readThroughLinks), let status = try? file.status(),
      status.isRegularFile, status.size <= largestSize
    else { return LoginDefinitions("") }
    var bytes = [UInt8](repeating: 0, count: Int(status.size))
    var room = bytes.mutableSpan
    let count = (try? file.read(into: &room)) ?? 0
    return LoginDefinitions(String(decoding: bytes.prefix(count), as: UTF8.self))
  }
}
