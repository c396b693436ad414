import Testing

/// What the command says on standard error when it refuses.
enum Complaints {
  /// Checks that there is one pair of error and hint, lower case and without a final period, behind any warnings.
  static func expectPair(_ result: Command.Result, status: Int32, _ error: String, _ hint: String = "") {
    #expect(result.status == status, "\(result.errorText)")
    let lines = result.errorText.split(separator: "\n").map(String.init).suffix(2)
    guard lines.count == 2, let first = lines.first, let second = lines.last else {
      Issue.record("not a pair: \(result.errorText)")
      return
    }
    let (errorStart, hintStart) = ("countersign: error: ", "countersign: hint: ")
    #expect(first.hasPrefix(errorStart) && first.contains(error), "\(first)")
    #expect(second.hasPrefix(hintStart) && second.contains(hint), "\(second)")
    for (line, start) in [(first, errorStart), (second, hintStart)] {
      let text = line.dropFirst(start.count)
      // A usage may end in three periods, for arguments that go on.
      #expect(text.first?.isUppercase == false && (text.last != "." || text.hasSuffix(" ...")), "\(line)")
    }
  }
}
