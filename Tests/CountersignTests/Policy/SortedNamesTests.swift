import Testing

@testable import Countersign

@Suite struct SortedNamesTests {
  @Test("Names come in the order of their bytes, each once", arguments: [0, 1, 2, 3, 7, 64, 1_000])
  func sorted(count: Int) {
    var seed: UInt64 = 0x9E37_79B9_7F4A_7C15
    let names = (0..<count).map { _ in
      seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return [UInt8](repeating: UInt8(truncatingIfNeeded: seed >> 33 & 7), count: Int(seed >> 40 & 3))
        + [UInt8(truncatingIfNeeded: seed >> 50)]
    }
    let expected = Set(names).sorted { $0.lexicographicallyPrecedes($1) }
    #expect(SortedNames(names).names == expected)
    #expect(SortedNames(expected.reversed()).names == expected)
  }
}
