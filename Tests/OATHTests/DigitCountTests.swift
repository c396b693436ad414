import OATH
import Testing

@Suite struct DigitCountTests {
  @Test("People are given 6 to 8 digits")
  func range() {
    #expect((-20...20).filter { DigitCount($0) != nil } == [6, 7, 8])
    #expect(DigitCount(.max) == nil && DigitCount(.min) == nil)
    #expect([DigitCount.six, .seven, .eight].map(\.count) == [6, 7, 8])
  }

  @Test("Vectors may have 1 to 10 digits")
  func vectorRange() {
    #expect((-20...20).filter { DigitCount.forVector($0) != nil } == Array(1...10))
  }

  @Test("The modulus is a power of ten")
  func modulus() {
    #expect(DigitCount.six.modulus == 1_000_000)
    #expect(DigitCount.eight.modulus == 100_000_000)
    #expect(DigitCount.forVector(1)?.modulus == 10)
    #expect(DigitCount.forVector(10)?.modulus == 10_000_000_000)
  }
}
