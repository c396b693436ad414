/// A compiled catalogue of messages, as `msgfmt` writes it: the GNU MO format, little-endian.
///
/// Nothing that the bytes say is believed without looking at where they end: a damaged catalogue has fewer messages, or
/// wrong ones, and traps nowhere.
struct MessageCatalogue {
  private let bytes: [UInt8]

  /// Magic number and format revision 0.
  private static let beginning: [UInt8] = [0xDE, 0x12, 0x04, 0x95, 0, 0, 0, 0]

  /// - Returns: `nil` for anything that does not begin as a catalogue does.
  init?(_ bytes: [UInt8]) {
    guard bytes.starts(with: MessageCatalogue.beginning) else { return nil }
    self.bytes = bytes
  }

  /// Looks a message up, one after another: those that a login may need are few.
  ///
  /// - Parameter message: its context, the byte 4 and its text.
  /// - Returns: what it is in the catalogue's language; empty for none.
  func translation(of message: [UInt8]) -> ArraySlice<UInt8> {
    // How many there are, and where the tables of messages and translations begin; eight bytes a message in each.
    for index in 0..<min(number(at: 8), bytes.count / 16)
    where text(at: number(at: 12) + 8 * index).elementsEqual(message) {
      return text(at: number(at: 16) + 8 * index)
    }
    return []
  }

  /// A text by its place in a table, its length and where it begins; empty where the bytes end before it does.
  private func text(at place: Int) -> ArraySlice<UInt8> {
    let length = number(at: place)
    let text = bytes.dropFirst(number(at: place + 4)).prefix(length)
    return text.count == length ? text : []
  }

  /// Of 32 bits; behind the end everything is zero.
  private func number(at place: Int) -> Int {
    var reader = LittleEndianReader(bytes.dropFirst(place))
    return Int(truncatingIfNeeded: reader.uint32())
  }
}
