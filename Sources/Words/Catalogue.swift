/// The messages of one language: a file that msgfmt has made (GNU gettext, "The Format of GNU MO Files").
///
/// Nothing in it is believed. Whatever lies outside the file or is not what it should be is as if it were not there.
public struct Catalogue: Sendable {
  /// A table of the file: for each message its length and where it is.
  private struct Table {
    let start: Int
  }

  public let language: Language
  private let bytes: [UInt8]
  private let isLittleEndian: Bool
  private let count: Int
  private let keys: Table
  private let translations: Table

  private static let magic: UInt32 = 0x9504_12DE
  private static let rowSize = 8

  /// - Returns: `nil` for what is no such file.
  public init?(_ bytes: [UInt8], language: Language) {
    self.language = language
    self.bytes = bytes
    guard let magic = Catalogue.word(bytes, at: 0, isLittleEndian: true) else { return nil }
    guard magic == Catalogue.magic || magic == Catalogue.magic.byteSwapped else { return nil }
    let isLittleEndian = magic == Catalogue.magic
    self.isLittleEndian = isLittleEndian
    let header = (1...4).map { Catalogue.word(bytes, at: $0 * 4, isLittleEndian: isLittleEndian) }
    guard let revision = header[0], revision >> 16 == 0, let count = header[1], let keys = header[2],
      let translations = header[3]
    else { return nil }
    self.count = Int(count)
    self.keys = Table(start: Int(keys))
    self.translations = Table(start: Int(translations))
    let size = Int(count) * Catalogue.rowSize
    guard Int(keys) + size <= bytes.count, Int(translations) + size <= bytes.count else { return nil }
  }

  /// What stands for a message; of a plural, the form that goes with its number.
  func translation(of message: Message) -> String? {
    guard let text = translation(of: Array(Catalogue.name(message).utf8)) else { return nil }
    guard let plural = message.plural else { return Catalogue.sayable(text) }
    let forms = text.split(separator: 0, omittingEmptySubsequences: false)
    let form = language.pluralForm(plural.count)
    guard forms.indices.contains(form) else { return nil }
    return Catalogue.sayable(forms[form])
  }

  /// The name that msgfmt gives a message.
  private static func name(_ message: Message) -> String {
    let key = message.plural.map { "\(message.key)\u{0}\($0.many)" } ?? message.key
    return message.context.map { "\($0)\u{4}\(key)" } ?? key
  }

  /// Keys are in byte order.
  private func translation(of key: [UInt8]) -> ArraySlice<UInt8>? {
    guard !key.isEmpty else { return nil }
    var low = 0
    var high = count
    while low < high {
      let middle = low + (high - low) / 2
      guard let found = text(keys, middle) else { return nil }
      if found.elementsEqual(key) { return text(translations, middle) }
      if found.lexicographicallyPrecedes(key) { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  private func text(_ table: Table, _ row: Int) -> ArraySlice<UInt8>? {
    let place = table.start + row * Catalogue.rowSize
    guard let length = Catalogue.word(bytes, at: place, isLittleEndian: isLittleEndian),
      let start = Catalogue.word(bytes, at: place + 4, isLittleEndian: isLittleEndian)
    else { return nil }
    let end = Int(start) + Int(length)
    return end <= bytes.count ? bytes[Int(start)..<end] : nil
  }

  private static func word(_ bytes: [UInt8], at place: Int, isLittleEndian: Bool) -> UInt32? {
    guard place >= 0, place + 4 <= bytes.count else { return nil }
    let word = bytes[place..<place + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    return isLittleEndian ? word : word.byteSwapped
  }

  /// Text without characters that could do anything to a terminal.
  private static func sayable(_ bytes: ArraySlice<UInt8>) -> String? {
    guard !bytes.isEmpty, bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || $0 == 0x0A }) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }
}
