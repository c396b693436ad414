extension ArraySlice<UInt8> {
  /// Whether these bytes are an ASCII word, whatever its letters' case.
  ///
  /// - Parameter word: in small letters.
  func spells(_ word: String) -> Bool {
    guard count == word.utf8.count else { return false }
    var index = startIndex
    for expected in word.utf8 {
      guard self[index].inSmallLetters == expected else { return false }
      index += 1
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
