import Testing

@testable import Countersign

@Suite struct HexTests {
  @Test("Reading gives back what was written")
  func roundTrip() {
    let all = Array(UInt8.min...UInt8.max)
    #expect(Hex.decode(Hex.encode(all)[...]) == all)
    #expect(Bytes.text(Hex.encode([0, 9, 10, 0x9F, 0xA0, 255])) == "00090A9FA0FF")
    #expect(Hex.decode([]) == [])
  }

  @Test("Two bytes are digits only if both are capital ones")
  func everyPair() {
    let digits = Set(Bytes.of("0123456789ABCDEF"))
    for first in UInt8.min...UInt8.max {
      for second in UInt8.min...UInt8.max {
        let isRead = Hex.decode([first, second]) != nil
        if isRead != (digits.contains(first) && digits.contains(second)) { Issue.record("\(first) \(second)") }
      }
    }
  }

  @Test("An odd number of digits is refused", arguments: ["0", "ABC", "00000"])
  func oddLengths(text: String) {
    #expect(Hex.decode(Bytes.of(text)[...]) == nil)
  }

  @Test("A digit takes the low half only")
  func digits() {
    for value in UInt8.min...UInt8.max where Hex.value(Hex.digit(value)) != value & 15 { Issue.record("\(value)") }
  }
}
