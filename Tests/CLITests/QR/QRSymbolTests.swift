import CQRSymbol
import Testing

@Suite struct QRSymbolTests {
  private static func failure(_ text: String) -> QRFailure? {
    do {
      _ = try DrawnQR.symbol(text)
      return nil
    } catch {
      return error as? QRFailure
    }
  }

  @Test func smallestVersionIsTaken() throws {
    #expect(try DrawnQR.symbol("a").width == 21)
    #expect(try DrawnQR.symbol(String(repeating: "a", count: 17)).width == 21)
    #expect(try DrawnQR.symbol(String(repeating: "a", count: 18)).width == 25)
    #expect(try DrawnQR.symbol(String(repeating: "a", count: 134)).width == 41)
    #expect(try DrawnQR.symbol(String(repeating: "a", count: 135)).width == 45)
  }

  @Test func keyIsPackedAsCapitalsAndDigits() throws {
    let around = String(repeating: "a", count: 140 - 32)
    #expect(try DrawnQR.symbol(around + DrawnQR.publishedKey).width == 41)
    #expect(try DrawnQR.symbol(DrawnQR.publishedKey + around).width == 41)
    #expect(try DrawnQR.symbol(around + DrawnQR.publishedKey.lowercased()).width == 45)
  }

  @Test func largestSymbolIsVersion40() throws {
    #expect(try DrawnQR.symbol(String(repeating: "a", count: 2953)).width == 177)
  }

  @Test func refusesWhatDoesNotFit() {
    #expect(QRSymbolTests.failure(String(repeating: "a", count: 2954)) == .tooLong(byteCount: 2954))
    #expect(QRSymbolTests.failure("") == .empty)
  }

  @Test func outsideIsLight() throws {
    let symbol = try DrawnQR.symbol("a")
    let corners = [symbol.isDark(row: 0, column: 0), symbol.isDark(row: 20, column: 0)]
    let outside = [
      symbol.isDark(row: -1, column: 0), symbol.isDark(row: 0, column: 21), symbol.isDark(row: 21, column: 0),
      symbol.isDark(row: Int.min, column: Int.max),
    ]
    #expect(corners == [true, true])
    #expect(outside == [false, false, false, false])
  }
}
