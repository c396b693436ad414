/// A named fact of an event, as both logs have it: `name=value` in the line for people, `"name":"value"` in the file.
///
/// In the line foreign bytes are percent-encoded (see ``PercentEncoding``). In the file printable ASCII stands for
/// itself, except `"`, `\` and `%`; every other byte becomes `%` and two capital hexadecimal digits there, too. A value
/// of more than ``longest`` bytes is cut in the file and ends in a `%` of its own.
public struct AuditField: Sendable {
  public enum Value: Equatable, Sendable {
    /// Nothing is known; a hyphen in the line, no field in the file.
    case absent
    case number(UInt64)
    /// Of our own vocabulary: printable ASCII without quotation marks.
    case word([UInt8])
    /// Whatever somebody else chose.
    case foreign([UInt8])
    /// A network address or host name; colons and points stand for themselves in the line, too.
    case address([UInt8])
    /// A number, a colon and foreign bytes.
    case numbered(UInt64, [UInt8])
  }

  /// As it stands in both logs.
  public let name: StaticString
  public let value: Value

  public init(_ name: StaticString, _ value: Value) {
    self.name = name
    self.value = value
  }

  init(_ name: StaticString, word: StaticString) {
    self.init(name, .word(Array(ascii: word)))
  }

  /// Of foreign bytes in the file, before they are encoded.
  static let longest = 255

  /// Appends ` name=value`, for the line.
  func appendText(to text: inout [UInt8]) {
    text.append(UInt8(ascii: " "))
    text.append(ascii: name)
    text.append(UInt8(ascii: "="))
    text += valueText
  }

  private var valueText: [UInt8] {
    switch value {
    case .absent, .foreign([]), .address([]): Array(ascii: "-")
    case .number(let number): RecordFormat.decimal(number)
    case .word(let word): word
    case .foreign(let bytes): PercentEncoding.encode(bytes)
    case .address(let bytes): AuditField.addressText(bytes)
    case .numbered(let number, let bytes):
      RecordFormat.decimal(number) + [UInt8(ascii: ":")] + PercentEncoding.encode(bytes)
    }
  }

  /// Addresses keep their colons and points, so that fail2ban sees them as they are.
  private static func addressText(_ address: [UInt8]) -> [UInt8] {
    address.flatMap { byte in
      byte == UInt8(ascii: ":") || byte == UInt8(ascii: ".") ? [byte] : PercentEncoding.encode([byte])
    }
  }

  /// Appends `,"name":value`, for the file; nothing for an absent value.
  func appendJSON(to text: inout [UInt8]) {
    var content: [UInt8] = []
    var isQuoted = true
    switch value {
    case .absent, .foreign([]), .address([]): return
    case .number(let number): (content, isQuoted) = (RecordFormat.decimal(number), false)
    case .word(let bytes), .foreign(let bytes), .address(let bytes): content = AuditField.escaped(bytes)
    case .numbered(let number, let bytes):
      content = RecordFormat.decimal(number)
      content.append(UInt8(ascii: ":"))
      content += AuditField.escaped(bytes)
    }
    text.append(ascii: ",\"")
    text.append(ascii: name)
    text.append(ascii: isQuoted ? "\":\"" : "\":")
    text += content
    if isQuoted { text.append(UInt8(ascii: "\"")) }
  }

  /// Foreign bytes as they stand between the quotation marks of the file; valid JSON without a backslash.
  public static func escaped(_ bytes: [UInt8]) -> [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    for byte in bytes.prefix(longest) {
      guard !isPlain(byte) else {
        text.append(byte)
        continue
      }
      text.append(UInt8(ascii: "%"))
      text.append(Hex.digit(byte >> 4))
      text.append(Hex.digit(byte))
    }
    if bytes.count > longest { text.append(UInt8(ascii: "%")) }
    return text
  }

  /// The bytes behind what ``escaped(_:)`` wrote; a `%` that is none of its own stays.
  public static func unescaped(_ text: ArraySlice<UInt8>) -> [UInt8] {
    var bytes: [UInt8] = []
    var rest = text
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "%"), let digits = Hex.decode(rest.prefix(2)), let value = digits.first {
        bytes.append(value)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return bytes
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "%"): false
    default: (0x20...0x7E).contains(byte)
    }
  }
}
