import Countersign

/// The policy that a trial goes by: this machine's own as far as it matters, or one that leaves no choice.
enum TrialPolicy: Equatable {
  /// This machine's, with the kind of device that the trial has.
  case machine([UInt8])
  /// Asks everybody, for a machine whose policy asks nobody at such a login.
  case asking
  /// Asks nobody.
  case waiving
  /// Cannot be read.
  case broken

  /// What stands in the file.
  var text: [UInt8] {
    switch self {
    case .machine(let own): TrialPolicy.text(own)
    case .asking: Array("Mode mandatory\n".utf8)
    case .waiving: Array("Mode disabled\n".utf8)
    case .broken: Array("This is no policy\n".utf8)
    }
  }

  /// The machine's lines but for where its users are looked after, with a block in front of all others that settles
  /// what must not matter: which kinds of devices are accepted, for how long a success is remembered, and that nobody
  /// is enrolled. What a block says first wins, also over lines before it.
  private static func text(_ own: [UInt8]) -> [UInt8] {
    let lines = own.split(separator: 0x0A, omittingEmptySubsequences: true)
    let first = lines.firstIndex(where: isMatch) ?? lines.endIndex
    let before = lines[..<first].filter { word($0) != "store" }.flatMap { $0 + [0x0A] }
    let ours = Array("Match all\nFactors totp\nRemember none\nEnroll no\n".utf8)
    return before + ours + lines[first...].flatMap { $0 + [0x0A] }
  }

  private static func isMatch(_ line: ArraySlice<UInt8>) -> Bool { word(line) == "match" }

  /// The first word of a line, in small letters.
  private static func word(_ line: ArraySlice<UInt8>) -> String {
    let word = line.drop { $0 == 0x20 || $0 == 0x09 }.prefix { $0 != 0x20 && $0 != 0x09 }
    return String(decoding: word, as: UTF8.self).lowercased()
  }
}
