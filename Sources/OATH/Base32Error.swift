/// Why a text is not Base32. No case holds any of the text, which may be a secret.
public enum Base32Error: Error, Equatable, Sendable {
  /// A character outside the alphabet.
  ///
  /// - Parameter position: which byte of the text it is; the first one is 1.
  case badCharacter(position: Int)
  /// A number of characters that no number of bytes is written in: 1, 3 or 6 more than a multiple of eight.
  case impossibleLength
  /// The last character holds bits that belong to no byte and are not zero: a cut or mistyped text.
  case trailingBits
  /// `=` before the end of the text, too often, or, where it is required, too seldom.
  case misplacedPadding
  /// The sink is full.
  case noRoom
  /// Nothing was typed but blanks and hyphens.
  case empty
}
