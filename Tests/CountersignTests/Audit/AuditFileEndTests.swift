import Testing

@testable import Countersign

@Suite struct AuditFileEndTests {
  private let first: AuditLineFormat.Line
  private let second: AuditLineFormat.Line
  private let last: AuditLineFormat.Line

  init() {
    first = AuditLineFormat.line(.error, [], after: .beginning, time: 0)
    second = AuditLineFormat.line(.login, [AuditField("user", word: "alice")], after: first.link, time: 1)
    last = AuditLineFormat.line(.rotated, [], after: second.link, time: 2)
  }

  private func end(_ bytes: [UInt8], isWholeFile: Bool = true) -> AuditFileEnd {
    AuditFileEnd(bytes, isWholeFile: isWholeFile)
  }

  @Test("A whole last line is found, in a whole file and at the end of one")
  func whole() {
    for bytes in [second.text, first.text + second.text, Bytes.of("half\n") + second.text] {
      #expect(end(bytes).last == .line(second.link) && end(bytes).gap.isEmpty && !end(bytes).isCut)
    }
    #expect(end(Bytes.of("half\n") + second.text, isWholeFile: false).last == .line(second.link))
    #expect(end(second.text, isWholeFile: false).last == .unknown)
    #expect(end(first.text + last.text).last == .rotated(last.link))
    #expect(end([]).last == .nothing && end([]).gap.isEmpty && !end([]).isCut)
  }

  @Test("Wherever the last line is cut off, the one before is found, and what is left is told apart")
  func torn() {
    for length in 1..<second.text.count - 1 {
      let end = end(first.text + second.text.prefix(length))
      #expect(end.last == .line(first.link) && end.gap == second.text.prefix(length)[...] && end.isCut)
    }
    let whole = end(first.text + second.text.dropLast())
    #expect(whole.last == .line(second.link) && whole.gap.isEmpty && whole.isCut)
  }

  @Test("What something else wrote is a gap, with its line ends")
  func foreign() {
    let end = end(first.text + Bytes.of("a\n\nb\n"))
    #expect(end.last == .line(first.link) && Bytes.text(Array(end.gap)) == "a\n\nb\n" && !end.isCut)
    let nothing = self.end(Bytes.of("\n\na"))
    #expect(nothing.last == .nothing && nothing.gap.count == 3 && nothing.isCut)
  }

  @Test("A line with anything wrong in its form is none")
  func malformed() {
    for index in first.text.indices.dropLast() {
      var bytes = first.text
      bytes[index] = UInt8(ascii: "*")
      // What is inside is the hash's business.
      if AuditLineFormat.read(bytes.dropLast()) != nil { continue }
      #expect(end(bytes).last == .nothing)
    }
    for number in ["0", "01", "-1", "18446744073709551615", "18446744073709551616", "", "1 ", "1.0"] {
      let text = Bytes.text(first.text).replacing("{\"seq\":1,", with: "{\"seq\":\(number),")
      #expect(end(Bytes.of(text)).last == .nothing, "\(number)")
    }
  }
}
