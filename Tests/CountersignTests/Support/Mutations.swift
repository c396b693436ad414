/// An input and what may become of it: each byte changed, doubled and left out, every length, huge numbers in place of
/// its numbers, lines that come twice or not at all.
struct Mutations {
  let input: [UInt8]

  /// Numbers at and beyond the edges of what programs count with.
  private static let numbers = [
    "", "-1", "00", "65536", "2147483648", "4294967295", "4294967296", "9223372036854775807", "9223372036854775808",
    "18446744073709551615", "18446744073709551616", String(repeating: "9", count: 100),
  ].map { Array($0.utf8) }

  /// Calls `body` with each.
  ///
  /// - Returns: how many there were.
  @discardableResult
  func each(_ body: ([UInt8]) -> Void) -> Int {
    var count = 0
    func report(_ text: [UInt8]) {
      count += 1
      body(text)
    }
    report(input)
    lengths(report)
    bytes(report)
    numbers(report)
    lines(report)
    return count
  }

  private func lengths(_ body: ([UInt8]) -> Void) {
    for length in input.indices {
      body(Array(input.prefix(length)))
      body(Array(input.suffix(length)))
    }
    body(input + input)
  }

  private func bytes(_ body: ([UInt8]) -> Void) {
    for index in input.indices {
      for byte in [input[index] ^ 0x80, input[index] ^ 1, 0, 0xFF, 0x20, 0x0A, 0x30] where byte != input[index] {
        var changed = input
        changed[index] = byte
        body(changed)
      }
      var shorter = input
      shorter.remove(at: index)
      body(shorter)
      var longer = input
      longer.insert(input[index], at: index)
      body(longer)
    }
  }

  private func numbers(_ body: ([UInt8]) -> Void) {
    let isDigit = { (byte: UInt8) in (0x30...0x39).contains(byte) }
    var start = 0
    while start < input.count {
      guard isDigit(input[start]) else {
        start += 1
        continue
      }
      let end = input[start...].firstIndex { !isDigit($0) } ?? input.count
      for number in Self.numbers { body(input[..<start] + number + input[end...]) }
      start = end
    }
  }

  private func lines(_ body: ([UInt8]) -> Void) {
    let lines = input.split(separator: 0x0A, omittingEmptySubsequences: false)
    guard lines.count > 1 else { return }
    for index in lines.indices {
      for replacement in [[], [lines[index], lines[index]], [[], lines[index]], [lines[0], lines[index]]] {
        var changed = lines
        changed.replaceSubrange(index...index, with: replacement)
        body(Array(changed.joined(separator: [0x0A])))
      }
    }
  }
}
