import Countersign
import Words

/// What in the policy decided something, with its text.
struct DecidingLine: Encodable, Equatable {
  /// `line`, `default` or `argument`.
  let source: String
  /// In the policy file, from 1.
  var line: UInt32?
  /// What stands there, without blanks at its ends.
  var text: String?
  /// The line of the `Match` that it belongs to.
  var matchLine: UInt32?
  var matchText: String?

  init(_ source: PolicySource, in policy: Policy?) {
    switch source {
    case .builtIn: self.source = "default"
    case .argument: self.source = "argument"
    case .line(let number):
      self.source = "line"
      line = number
      guard let policy else { return }
      text = DecidingLine.text(policy.line(number))
      guard let block = policy.matchBlock(holding: number) else { return }
      matchLine = block.line
      matchText = DecidingLine.text(policy.line(block.line))
    }
  }

  /// `line 7, Mode mandatory`, to be read within a sentence.
  var short: String {
    switch (line, text) {
    case (let line?, let text?): said("line \(line), \(text)")
    case (let line?, nil): said("line \(line)")
    case (nil, _): source == "argument" ? said("nullok on the PAM line") : said("the default")
    }
  }

  private static func text(_ line: ArraySlice<UInt8>) -> String {
    let blanks: [UInt8] = [UInt8(ascii: " "), UInt8(ascii: "\t")]
    let start = line.firstIndex { !blanks.contains($0) } ?? line.endIndex
    let end = line.lastIndex { !blanks.contains($0) }.map { $0 + 1 } ?? start
    return DisplayText.of(line[start..<end].map { $0 == UInt8(ascii: "\t") ? UInt8(ascii: " ") : $0 })
  }
}
