extension ArraySlice<UInt8> {
  /// Whether these bytes are an ASCII word, whatever its letters' case.
  ///
  /// - Parameter word: in small letters.
  func spells(_ word: StaticString) -> Bool {
    count == word.utf8CodeUnitCount && map { $0.inSmallLetters }.equals(word)
  }
}

extension UInt8 {
  /// A capital ASCII letter as its small one, everything else as it is.
  var inSmallLetters: UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
  }
}
