import Countersign

/// A quick look at a text: whether it may be XML, and how its outermost element is called. For telling formats apart.
struct XMLGlance {
  /// Without a prefix.
  let rootName: [UInt8]?

  /// How far an outermost element is looked for, in bytes.
  private static let reach = 16_384

  init(_ text: Span<UInt8>) {
    let range = text.textRange
    let end = min(text.count, range.lowerBound + XMLGlance.reach)
    var position = range.lowerBound
    while position < end {
      guard text[position] == UInt8(ascii: "<") else {
        guard XMLGlance.isSpace(text[position]) else { break }
        position += 1
        continue
      }
      if text.starts(with: "<!DOCTYPE ", position..<end) { position += "<!DOCTYPE".utf8.count }
      guard let after = XMLGlance.behindMarkup(text, position, end) else {
        rootName = XMLGlance.name(text, position + 1, end)
        return
      }
      position = after
    }
    rootName = nil
  }

  /// Where a declaration or a comment ends; `nil` for an element, and for a document type, which names the element.
  private static func behindMarkup(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    if text.starts(with: "<!--", start..<end) { return behind("-->", text, start + 4, end) }
    if text.starts(with: "<?", start..<end) { return behind("?>", text, start + 2, end) }
    return nil
  }

  private static func behind(_ mark: StaticString, _ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var position = start
    while position < end {
      if text.starts(with: mark, position..<end) { return position + mark.utf8CodeUnitCount }
      position += 1
    }
    return end
  }

  private static func name(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> [UInt8]? {
    var position = start
    while position < end, !isSpace(text[position]), text[position] != UInt8(ascii: ">"),
      text[position] != UInt8(ascii: "/")
    { position += 1 }
    let name = text.copy(start..<position)
    guard !name.isEmpty else { return nil }
    return name.lastIndex(of: UInt8(ascii: ":")).map { Array(name[($0 + 1)...]) } ?? name
  }

  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D
  }
}
