import Countersign
import Words

/// One entry of an LDIF file, RFC 2849: a name and attributes, folded lines put together. Values stay where they are in
/// the text until they are asked for.
struct LDIFEntry {
  /// A value as it stands there: pieces of lines, and whether it is Base64.
  struct Value {
    let line: Int
    fileprivate(set) var pieces: [Range<Int>]
    let isBase64: Bool
    /// A value that is only pointed to.
    let isReference: Bool
  }

  /// The line the entry begins in.
  let line: Int
  /// By name in small letters, without options.
  private(set) var attributes: [String: [Value]] = [:]

  /// All entries of a text.
  static func all(in text: Span<UInt8>) -> [LDIFEntry] {
    var entries: [LDIFEntry] = []
    var entry: LDIFEntry?
    var last: (name: String, isComment: Bool)?
    for line in text.lines {
      guard !line.range.isEmpty else {
        if let entry { entries.append(entry) }
        (entry, last) = (nil, nil)
        continue
      }
      let first = text[line.range.lowerBound]
      if first == UInt8(ascii: " ") {
        guard let last, !last.isComment else { continue }
        entry?.fold(line.range.lowerBound + 1..<line.range.upperBound, into: last.name)
      } else if first == UInt8(ascii: "#") {
        last = ("", true)
      } else if let (name, value) = attribute(text, line) {
        var current = entry ?? LDIFEntry(line: line.number)
        current.attributes[name, default: []].append(value)
        entry = current
        last = (name, false)
      } else {
        last = ("", true)
      }
    }
    if let entry { entries.append(entry) }
    return entries
  }

  private init(line: Int) {
    self.line = line
  }

  private mutating func fold(_ range: Range<Int>, into name: String) {
    guard let count = attributes[name]?.count, count > 0 else { return }
    attributes[name]?[count - 1].pieces.append(range)
  }

  private static func attribute(_ text: Span<UInt8>, _ line: ForeignLine) -> (String, Value)? {
    guard let colon = text.first(UInt8(ascii: ":"), in: line.range) else { return nil }
    let full = String(decoding: text.copy(line.range.lowerBound..<colon), as: UTF8.self).lowercased()
    let name = full.split(separator: ";").first.map(String.init) ?? full
    var start = colon + 1
    let mark = start < line.range.upperBound ? text[start] : 0
    if mark == UInt8(ascii: ":") || mark == UInt8(ascii: "<") { start += 1 }
    while start < line.range.upperBound, text[start] == UInt8(ascii: " ") { start += 1 }
    return (
      name,
      Value(
        line: line.number, pieces: [start..<line.range.upperBound], isBase64: mark == UInt8(ascii: ":"),
        isReference: mark == UInt8(ascii: "<"))
    )
  }

  /// Whether the entry is of an object class.
  func isOf(_ objectClass: String, _ text: Span<UInt8>) -> Bool {
    strings("objectclass", text).contains { $0.lowercased() == objectClass.lowercased() }
  }

  /// The values of an attribute that is not secret.
  func strings(_ name: String, _ text: Span<UInt8>) -> [String] {
    (attributes[name.lowercased()] ?? []).compactMap { LDIFEntry.string($0, text) }
  }

  /// The first value of an attribute that is not secret.
  func string(_ name: String, _ text: Span<UInt8>) -> String? { strings(name, text).first }

  private static func string(_ value: Value, _ text: Span<UInt8>) -> String? {
    guard !value.isReference, let secret = octets(value, text) else { return nil }
    return string(secret.secret)
  }

  private static func string(_ bytes: borrowing SecretBytes) -> String {
    String(decoding: bytes.bytes.copy(0..<bytes.count), as: UTF8.self)
  }

  /// The first value of a secret attribute, as the octets it stands for.
  func secret(_ name: String, _ text: Span<UInt8>) throws(ImportRefusal) -> SharedSecret? {
    guard let value = attributes[name.lowercased()]?.first else { return nil }
    guard !value.isReference, let secret = LDIFEntry.octets(value, text) else {
      throw ImportRefusal("its secret is not Base64, or not in the file", hint: "export it again with ldapsearch")
    }
    return secret
  }

  private static func octets(_ value: Value, _ text: Span<UInt8>) -> SharedSecret? {
    let count = value.pieces.reduce(0) { $0 + $1.count }
    guard var spelled = try? SecretBytes(capacity: max(count, 1)) else { return nil }
    for piece in value.pieces { spelled.append(text.extracting(piece)) }
    guard value.isBase64 else { return SharedSecret(spelled) }
    return try? ForeignSecret.base64(spelled.bytes)
  }
}
