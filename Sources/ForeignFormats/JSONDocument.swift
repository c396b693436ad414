import Countersign

/// A JSON text, RFC 8259, as a tree of places in it: what is secret stays where it is until it is decoded into a buffer
/// that is wiped. Bounded in depth and number of values.
struct JSONDocument {
  /// A value and the line it begins in.
  struct Value {
    let line: Int
    let content: Content

    /// The member of an object; of several of one name the last.
    func member(_ name: String) -> Value? {
      guard case .object(let members) = content else { return nil }
      return members.last { $0.name.elementsEqual(name.utf8) }?.value
    }

    /// The place of a string, between its quotation marks.
    var string: Range<Int>? {
      if case .string(let range) = content { range } else { nil }
    }

    /// Whether nothing is there, or `null`.
    var isNull: Bool {
      if case .null = content { true } else { false }
    }
  }

  indirect enum Content {
    case object([Member])
    case array([Value])
    /// Between the quotation marks, with escapes.
    case string(Range<Int>)
    case number(Range<Int>)
    case bool(Bool)
    case null
  }

  struct Member {
    let name: [UInt8]
    let value: Value
  }

  /// Where it is wrong.
  struct Flaw: Error, Equatable {
    let line: Int
  }

  private static let deepest = 32
  private static let mostValues = 500_000

  private var index: Int
  private var line = 1
  private var values = 0

  /// Reads a whole text.
  static func read(_ text: Span<UInt8>) throws(Flaw) -> Value {
    var document = JSONDocument(index: text.textRange.lowerBound)
    let value = try document.value(text, depth: 0)
    document.skipBlanks(text)
    guard document.index == text.count else { throw Flaw(line: document.line) }
    return value
  }

  private init(index: Int) {
    self.index = index
  }

  private mutating func value(_ text: Span<UInt8>, depth: Int) throws(Flaw) -> Value {
    skipBlanks(text)
    let begun = line
    values += 1
    guard depth < JSONDocument.deepest, values <= JSONDocument.mostValues, index < text.count else { throw flaw }
    let content: Content
    switch text[index] {
    case UInt8(ascii: "{"): content = .object(try members(text, depth: depth))
    case UInt8(ascii: "["): content = .array(try elements(text, depth: depth))
    case UInt8(ascii: "\""): content = .string(try string(text))
    case UInt8(ascii: "t"): content = .bool(try word("true", text, true))
    case UInt8(ascii: "f"): content = .bool(try word("false", text, false))
    case UInt8(ascii: "n"): content = try word("null", text, .null)
    default: content = .number(try number(text))
    }
    return Value(line: begun, content: content)
  }

  private var flaw: Flaw { Flaw(line: line) }

  private mutating func skipBlanks(_ text: Span<UInt8>) {
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "\n"): line += 1
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\r"): break
      default: return
      }
      index += 1
    }
  }

  /// Takes one character that has to be there, behind any blanks.
  private mutating func take(_ byte: UInt8, _ text: Span<UInt8>) -> Bool {
    skipBlanks(text)
    guard index < text.count, text[index] == byte else { return false }
    index += 1
    return true
  }

  private mutating func members(_ text: Span<UInt8>, depth: Int) throws(Flaw) -> [Member] {
    index += 1
    var members: [Member] = []
    guard !take(UInt8(ascii: "}"), text) else { return members }
    repeat {
      skipBlanks(text)
      guard index < text.count, text[index] == UInt8(ascii: "\"") else { throw flaw }
      let name = text.copy(try string(text))
      guard take(UInt8(ascii: ":"), text) else { throw flaw }
      members.append(Member(name: name, value: try value(text, depth: depth + 1)))
    } while take(UInt8(ascii: ","), text)
    guard take(UInt8(ascii: "}"), text) else { throw flaw }
    return members
  }

  private mutating func elements(_ text: Span<UInt8>, depth: Int) throws(Flaw) -> [Value] {
    index += 1
    var elements: [Value] = []
    guard !take(UInt8(ascii: "]"), text) else { return elements }
    repeat { elements.append(try value(text, depth: depth + 1)) } while take(UInt8(ascii: ","), text)
    guard take(UInt8(ascii: "]"), text) else { throw flaw }
    return elements
  }

  private mutating func string(_ text: Span<UInt8>) throws(Flaw) -> Range<Int> {
    index += 1
    let start = index
    while index < text.count {
      let byte = text[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return start..<index - 1
      case UInt8(ascii: "\\"): index += 1
      case 0..<0x20: throw flaw
      default: continue
      }
    }
    throw flaw
  }

  private mutating func number(_ text: Span<UInt8>) throws(Flaw) -> Range<Int> {
    let start = index
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "."),
        UInt8(ascii: "e"), UInt8(ascii: "E"):
        index += 1
        continue
      default: break
      }
      break
    }
    guard index > start else { throw flaw }
    return start..<index
  }

  private mutating func word<Value>(_ word: StaticString, _ text: Span<UInt8>, _ value: Value) throws(Flaw) -> Value {
    guard text.starts(with: word, index..<text.count) else { throw flaw }
    index += word.utf8CodeUnitCount
    return value
  }
}
