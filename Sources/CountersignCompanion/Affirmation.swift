import Countersign

/// What people type for yes and no: in English, or by the first letter in their own language.
enum Affirmation {
  static func says(_ answer: Span<UInt8>) -> Bool { first(answer, isOneOf: "yj\u{6F}s") && !refuses(answer) }

  static func refuses(_ answer: Span<UInt8>) -> Bool { first(answer, isOneOf: "n") }

  private static func first(_ answer: Span<UInt8>, isOneOf letters: StaticString) -> Bool {
    guard answer.count > 0 else { return false }
    let letter = answer[0] | 0x20
    return "\(letters)".utf8.contains(letter)
  }
}
