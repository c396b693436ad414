import CQRSymbol

/// How a person wants to see the key; each but the first by a letter in place of a code.
enum KeyView: Equatable {
  case halfBlocks, fullBlocks, ascii
  /// The key alone.
  case text

  init?(letter: UInt8) {
    switch letter {
    case UInt8(ascii: "a"), UInt8(ascii: "A"): self = .ascii
    case UInt8(ascii: "f"), UInt8(ascii: "F"): self = .fullBlocks
    case UInt8(ascii: "k"), UInt8(ascii: "K"): self = .text
    default: return nil
    }
  }

  var style: QRStyle? {
    switch self {
    case .halfBlocks: .half
    case .fullBlocks: .full
    case .ascii: .ascii
    case .text: nil
    }
  }
}
