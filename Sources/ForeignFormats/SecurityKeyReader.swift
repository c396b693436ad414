import Words

/// Recognises the authfile of pam_u2f, `user:handle,key,type,options`. Its keys are for another kind of factor and are
/// left where they are; nothing about them is lost or changed.
struct SecurityKeyReader: ImportReader {
  private let context: ImportContext

  init(_ context: ImportContext) {
    self.context = context
  }

  static func recognises(_ text: Span<UInt8>) -> Bool {
    for line in text.lines {
      let range = text.trimmed(line.range)
      guard !range.isEmpty, text[range.lowerBound] != UInt8(ascii: "#") else { continue }
      return keyCount(text, range) != nil
    }
    return false
  }

  func read(_ text: Span<UInt8>) -> ImportedFile {
    var file = ImportedFile()
    for line in text.lines {
      let range = text.trimmed(line.range)
      guard !range.isEmpty, text[range.lowerBound] != UInt8(ascii: "#") else { continue }
      if let count = SecurityKeyReader.keyCount(text, range), let colon = text.first(UInt8(ascii: ":"), in: range) {
        let user = String(decoding: text.copy(range.lowerBound..<colon), as: UTF8.self)
        file.keep(
          context.place(line.number),
          Message(
            "\(user): \(count) security key, kept for security keys, not imported yet",
            "\(user): \(count) security keys, kept for security keys, not imported yet", count: count))
      } else {
        file.refuse(
          context.place(line.number), "the line is none of a file of pam_u2f",
          hint: "it has to be user:handle,key,type,options; pam_u2f does not read it either")
      }
    }
    return file
  }

  /// How many keys a line has.
  ///
  /// - Returns: `nil` for a line of another form.
  private static func keyCount(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    let parts = text.pieces(range, separator: UInt8(ascii: ":"))
    guard let user = parts.first, !user.isEmpty, parts.count >= 2 else { return nil }
    for part in parts.dropFirst() where !isKey(text, part) { return nil }
    return parts.count - 1
  }

  /// Handle and key, then perhaps type and options; in old files handle and key alone.
  private static func isKey(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    let fields = text.pieces(range, separator: UInt8(ascii: ","))
    guard (2...4).contains(fields.count), fields[0].count >= 1, fields[1].count >= 32 else { return false }
    guard fields.count > 2 else { return true }
    let type = String(decoding: text.copy(fields[2]), as: UTF8.self).lowercased()
    return ["es256", "eddsa", "rs256"].contains(type)
  }
}
