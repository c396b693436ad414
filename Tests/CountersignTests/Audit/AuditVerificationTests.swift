import Testing

@testable import Countersign

@Suite struct AuditVerificationTests {
  private func text(_ lines: [[UInt8]]) -> [UInt8] { lines.flatMap { $0 + [10] } }

  /// The lines of a file with so many logins, without their line ends.
  private func lines(_ count: Int) throws -> [[UInt8]] {
    let bench = try AuditBench()
    try bench.append(1...count)
    return try bench.bytes().split(separator: 10).map { Array($0) }
  }

  private func verify(_ lines: [[UInt8]]) -> AuditVerification { AuditBench.verify([text(lines)]) }

  @Test("A chain as it was written is right, and its head is the last line's hash")
  func right() throws {
    let lines = try lines(5)
    let verification = verify(lines)
    #expect(verification.problem == nil && verification.lines == 5 && verification.remarks.isEmpty)
    #expect(verification.firstTime == AuditBench.time && verification.lastTime == AuditBench.time)
    #expect(verification.head.sequence == 5)
    #expect(Bytes.text(lines[4]).contains(Bytes.text(Hex.encode(verification.head.hash))))
    #expect(AuditBench.verify([]).head == .beginning)
  }

  @Test("Every bit that is turned over in any byte shows")
  func everyByte() throws {
    let whole = text(try lines(3))
    for index in whole.indices {
      for bit in 0..<8 {
        var altered = whole
        altered[index] ^= UInt8(1) << bit
        if AuditBench.verify([altered]).problem == nil { Issue.record("byte \(index), bit \(bit)") }
      }
    }
  }

  @Test("The altered line is named, or the one behind it where its own hash was made to fit")
  func altered() throws {
    var lines = try lines(4)
    let original = Bytes.text(lines[1])
    lines[1] = Bytes.of(original.replacing("wrong-code", with: "right-code"))
    #expect(verify(lines).problem.map { $0 == (AuditVerification.Place(file: 0, line: 2), .altered) } == true)
    let first = try #require(AuditLineFormat.read(lines[0][...])).link
    lines[1] = AuditLineFormat.line(.login, [], after: first, time: AuditBench.time).text.dropLast()
    #expect(verify(lines).problem.map { $0 == (AuditVerification.Place(file: 0, line: 3), .altered) } == true)
  }

  @Test("Removed, repeated and swapped lines show, and say how")
  func order() throws {
    let lines = try lines(5)
    func problem(_ order: [Int]) -> AuditVerification.Problem? { verify(order.map { lines[$0] }).problem?.problem }
    #expect(problem([0, 1, 3, 4]) == .linesMissing(1) && problem([0, 4]) == .linesMissing(3))
    #expect(problem([1, 2, 3, 4]) == .beginsInTheMiddle)
    #expect(problem([0, 1, 1, 2, 3, 4]) == .outOfOrder(expected: 3))
    #expect(problem([0, 2, 1, 3, 4]) == .linesMissing(1))
    #expect(problem([0, 1, 2, 0, 1, 2]) == .restarted)
    // An end that is cut off shows in the head, and to whoever noted it.
    let head = verify(lines).head.hash
    #expect(problem([0, 1, 2, 3]) == nil)
    #expect(AuditBench.verify([text(lines)], noted: head).hasNoted)
    #expect(!AuditBench.verify([text(Array(lines.prefix(4)))], noted: head).hasNoted)
  }

  @Test(
    "Lines that are none show, whatever stands in them", arguments: ["", "{}", "{\"seq\":2}", "x", "{\"seq\":4,\"time"])
  func foreign(line: String) throws {
    let lines = try lines(3)
    for position in 0..<3 {
      let problem = verify(Array(lines[..<position]) + [Bytes.of(line)] + Array(lines[position...])).problem
      #expect(problem?.problem == .noLine && problem?.place.line == UInt64(position + 1), "\(position)")
    }
  }

  @Test("A file that was put between two others, or taken out, shows")
  func files() throws {
    let bench = try AuditBench()
    for round in 1...3 {
      try bench.append(round...round)
      #expect(try bench.audit.rotate() != nil)
    }
    try bench.append(4...4)
    let files = try bench.files()
    #expect(files.count == 4)
    let whole = AuditBench.verify(files)
    #expect(whole.problem == nil && whole.remarks.isEmpty && whole.lines == 10)
    #expect(AuditBench.verify([files[0], files[2], files[3]]).problem?.problem == .linesMissing(3))
    #expect(AuditBench.verify([files[1], files[0]]).problem?.problem == .restarted)
    #expect(AuditBench.verify([files[2], files[1]]).problem?.problem == .outOfOrder(expected: 9))
    #expect(AuditBench.verify([files[0] + files[1]]).problem?.problem == .behindTheEnd)
    // The oldest ones go in time; what is left says where it begins.
    let rest = AuditBench.verify(Array(files[1...]))
    #expect(rest.problem == nil && rest.remarks.map(\.remark) == [.continued] && rest.head == whole.head)
  }

  @Test("A chain that begins anew is a problem, whatever it says")
  func restarted() throws {
    let lines = try lines(2)
    let anew = AuditLineFormat.line(.restarted, [], after: .beginning, time: 0).text
    #expect(AuditBench.verify([text(lines) + anew]).problem?.problem == .restarted)
    #expect(AuditBench.verify([anew]).problem?.problem == .restarted)
  }

  @Test("What is altered in an unfinished line that was taken in shows")
  func gap() throws {
    let bench = try AuditBench()
    try bench.append(1...2)
    let length = try bench.bytes().count
    try bench.put(Array(try bench.bytes().dropLast(30)))
    try bench.append(3...4)
    let whole = try bench.bytes()
    let verification = AuditBench.verify([whole])
    #expect(verification.problem == nil && verification.lines == 3)
    #expect(verification.remarks.map(\.remark) == [.torn(bytes: UInt64(length / 2 - 30))])
    #expect(verification.remarks.map(\.place.line) == [2])
    for index in whole.indices {
      var altered = whole
      altered[index] ^= 1
      if AuditBench.verify([altered]).problem == nil { Issue.record("byte \(index)") }
      altered = whole
      altered.remove(at: index)
      // Without its last bytes the last line is an unfinished one, and without its line end it is whole.
      let shown = AuditBench.verify([altered])
      if index < whole.count - 1, shown.problem == nil, shown.remarks.count < 2 {
        Issue.record("without byte \(index)")
      }
    }
  }
}
