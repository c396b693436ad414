/// Text with placeholders `%1$s`, `%2$s` …, in which a percent sign stands twice. Text of a message without
/// placeholders is taken as it is.
enum Template {
  /// The text with its placeholders replaced.
  ///
  /// - Parameter needsAll: whether text that leaves out one of the words is wrong.
  /// - Returns: `nil` if it is malformed, or names a word that there is not.
  static func filled(_ template: String, _ words: [String], needsAll: Bool) -> String? {
    guard !words.isEmpty else { return template }
    var text = ""
    var used = Set<Int>()
    var rest = template.unicodeScalars[...]
    while let scalar = rest.popFirst() {
      guard scalar == "%" else {
        text.unicodeScalars.append(scalar)
        continue
      }
      if rest.first == "%" {
        rest.removeFirst()
        text.append("%")
      } else {
        guard let index = placeholder(&rest), words.indices.contains(index) else { return nil }
        text += words[index]
        used.insert(index)
      }
    }
    return needsAll && used.count < words.count ? nil : text
  }

  /// Takes `1$s` off the front, which stands for the word at 0.
  private static func placeholder(_ rest: inout Substring.UnicodeScalarView) -> Int? {
    let digits = rest.prefix { ("0"..."9").contains($0) }
    rest = rest.dropFirst(digits.count)
    guard rest.popFirst() == "$", rest.popFirst() == "s", let number = Int(String(digits)), number > 0 else {
      return nil
    }
    return number - 1
  }
}
