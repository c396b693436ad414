/// Takes the text of an OCRA suite apart, from the left.
struct OCRASuiteReader {
  private var rest: ArraySlice<UInt8>

  /// `HOTP-SHA1-6`
  struct Function {
    let algorithm: HashAlgorithm
    /// 0 or 4 to 10.
    let digits: Int
  }

  /// `C-QN08-PSHA1-S064-T1M`
  struct Input {
    var hasCounter = false
    var questionForm = OCRASuite.QuestionForm.numeric
    var questionLength = 0
    var pin: HashAlgorithm?
    var hasSession = false
    var timeStep: UInt64?
  }

  init(_ capitals: [UInt8]) {
    rest = capitals[...]
  }

  mutating func function() -> Function? {
    guard take("O", "C", "R", "A", "-", "1", ":", "H", "O", "T", "P", "-"), let algorithm = algorithm(), take("-"),
      let digits = number(1...2), digits == 0 || (4...10).contains(digits), take(":")
    else { return nil }
    return Function(algorithm: algorithm, digits: digits)
  }

  mutating func input() -> Input? {
    var input = Input()
    input.hasCounter = take("C", "-")
    guard take("Q"), let form = form(), let length = number(2...2), (4...64).contains(length) else { return nil }
    (input.questionForm, input.questionLength) = (form, length)
    if take("-", "P") {
      guard let pin = algorithm() else { return nil }
      input.pin = pin
    }
    if take("-", "S") {
      guard number(3...3) != nil else { return nil }
      input.hasSession = true
    }
    if take("-", "T") {
      guard let step = timeStep() else { return nil }
      input.timeStep = step
    }
    return rest.isEmpty ? input : nil
  }

  private mutating func algorithm() -> HashAlgorithm? {
    if take("S", "H", "A", "1") { return .sha1 }
    if take("S", "H", "A", "2", "5", "6") { return .sha256 }
    return take("S", "H", "A", "5", "1", "2") ? .sha512 : nil
  }

  private mutating func form() -> OCRASuite.QuestionForm? {
    switch rest.popFirst() {
    case UInt8(ascii: "A"): .alphanumeric
    case UInt8(ascii: "N"): .numeric
    case UInt8(ascii: "H"): .hexadecimal
    default: nil
    }
  }

  /// 1 to 59 seconds or minutes, 1 to 48 hours; the RFC's 0 hours would be no step.
  private mutating func timeStep() -> UInt64? {
    guard let count = number(1...2), count > 0, let unit = rest.popFirst() else { return nil }
    switch unit {
    case UInt8(ascii: "S") where count <= 59: return UInt64(count)
    case UInt8(ascii: "M") where count <= 59: return UInt64(count) * 60
    case UInt8(ascii: "H") where count <= 48: return UInt64(count) * 3_600
    default: return nil
    }
  }

  private mutating func take(_ word: Unicode.Scalar...) -> Bool {
    guard rest.count >= word.count else { return false }
    for (byte, character) in zip(rest, word) where byte != UInt8(truncatingIfNeeded: character.value) { return false }
    rest = rest.dropFirst(word.count)
    return true
  }

  /// A number of so many digits; one that may have fewer has no zero in front.
  private mutating func number(_ lengths: ClosedRange<Int>) -> Int? {
    var value = 0
    var length = 0
    while length < lengths.upperBound, let digit = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) {
      value = value * 10 + Int(digit - UInt8(ascii: "0"))
      length += 1
      rest = rest.dropFirst()
    }
    guard lengths.contains(length) else { return nil }
    return value
  }
}
