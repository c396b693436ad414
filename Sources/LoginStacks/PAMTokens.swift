/// How libpam takes a line apart: words between blanks, with everything in brackets as one word, up to a `#`.
enum PAMTokens {
  static func words(of line: [UInt8]) -> [String] {
    var words: [String] = []
    var rest = joined(line)[...]
    while let start = rest.firstIndex(where: { !isBlank($0) }) {
      rest = rest[start...]
      let end = rest.first == UInt8(ascii: "[") ? endOfBrackets(rest) : rest.firstIndex(where: isBlank) ?? rest.endIndex
      words.append(String(decoding: rest[..<end], as: UTF8.self))
      rest = rest[end...]
    }
    return words
  }

  /// An argument without the brackets around it and the backslashes before brackets in it.
  static func withoutBrackets(_ word: String) -> String {
    guard word.hasPrefix("["), word.hasSuffix("]"), word.utf8.count >= 2 else { return word }
    return String(word.dropFirst().dropLast()).replacing("\\]", with: "]")
  }

  /// Without comment, and with the lines in one that backslashes join.
  private static func joined(_ line: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    for part in line.split(separator: 0x0A, omittingEmptySubsequences: false) {
      if let comment = part.firstIndex(of: UInt8(ascii: "#")) { return text + part[..<comment] }
      guard part.last == UInt8(ascii: "\\") else { return text + part }
      text += part.dropLast() + [UInt8(ascii: " ")]
    }
    return text
  }

  private static func endOfBrackets(_ word: ArraySlice<UInt8>) -> Int {
    var isEscaped = false
    for index in word.indices {
      if word[index] == UInt8(ascii: "]"), !isEscaped { return index + 1 }
      isEscaped = word[index] == UInt8(ascii: "\\") && !isEscaped
    }
    return word.endIndex
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == 0x0A || byte == 0x0D
  }
}
