extension ArraySlice<UInt8> {
  /// Whether these bytes are an ASCII word, whatever its letters' case. Policies are full of words: this is the hot
  /// place of reading one.
  ///
  /// - Parameter word: a literal of ASCII in small letters.
  func spells(_ word: StaticString) -> Bool {
    guard word.hasPointerRepresentation, count == word.utf8CodeUnitCount else { return false }
    // SAFETY: a literal has as many bytes as it says and lives for ever.
    let expected = unsafe UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
    for offset in 0..<count {
      guard unsafe self[startIndex + offset].inSmallLetters == expected[offset] else { return false }
    }
    return true
  }
}

extension UInt8 {
  /// A capital ASCII letter as its small one, everything else as it is.
  var inSmallLetters: UInt8 {
    (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(self) ? self | 0x20 : self
  }
}
